/** Who posted a wish: until it is opened, that and the moment are all that tells it from others. */
import type { Wish } from './queries'

export type Poster = 'self' | 'neighbour' | 'resident' | 'organization' | 'desk'

/** A resident has a person's id; the account of somebody at the desk has none. */
export function posterOf({ person, organization, entered_by }: Pick<Wish, 'person' | 'organization' | 'entered_by'>): Poster {
  if (organization) return 'organization'
  if (!entered_by?.startsWith('person_')) return 'desk'
  if (!person) return 'resident'
  return entered_by === person ? 'self' : 'neighbour'
}
