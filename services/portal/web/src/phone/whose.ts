/** Whose word a wish waits for. */
import type { Wish } from './queries'

/** The neighbour for whom `me` wrote the wish down; nobody where it is one's own, or one decides as a child's guardian. */
export function neighbourOf(wish: Pick<Wish, 'person' | 'guardian'>, me?: string | null): string | undefined {
  const mine = wish.person === me || (wish.guardian && wish.guardian === me)
  return wish.person && !mine ? wish.person : undefined
}
