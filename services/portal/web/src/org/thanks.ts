/** What the organization's page asks of registry about thanks. */
import { content, registry } from '../api/client'
import type { components } from '../api/schema/registry'
import { everything } from './everything'

export type Thanks = components['schemas']['ReceivedThanks']

/** The latest first. */
export function readThanks(organization: string): Promise<Thanks[]> {
  const path = { organization }
  return everything((cursor) =>
    content(registry.GET('/api/registry/v1/organizations/{organization}/thanks', { params: { path, query: { limit: 100, cursor } } })),
  )
}
