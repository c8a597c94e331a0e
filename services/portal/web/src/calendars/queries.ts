/** A node's working days: what it recorded itself, what holds there, and what nobody has recorded yet. */
import { content, registry } from '../api/client'
import type { components } from '../api/schema/registry'

type Schemas = components['schemas']
export type Days = Pick<Schemas['CalendarBody'], 'off' | 'worked' | 'source'>

export function nodeOf(community: string): Promise<Schemas['CommunityView']> {
  return content(registry.GET('/api/registry/v1/communities/{community}', { params: { path: { community } } }))
}

export function record(key: string, community: string, year: number, body: Days) {
  const params = { path: { community, year }, header: { 'Idempotency-Key': key } }
  return content(registry.PUT('/api/registry/v1/communities/{community}/calendars/{year}', { params, body }))
}
