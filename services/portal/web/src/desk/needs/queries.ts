/** What the list of needs asks of registry. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'
import { all, type All } from '../pages'

type Schemas = components['schemas']
export type Need = Schemas['NeedView']
export type NeedBody = Schemas['NeedBody']

/** Those to be published first, then those nobody has confirmed for long; of those owed a reply, who waits longest.
 * With `q` those it finds, by words, pinyin or initials. */
export async function needs(community: string, state: Need['state'] | undefined, owed: boolean, q?: string): Promise<All<Need>> {
  const path = { community }
  const found = await all((cursor) =>
    content(registry.GET('/api/registry/v1/communities/{community}/needs', { params: { path, query: { state, owed, q, limit: 200, cursor } } })),
  )
  if (owed) return found
  const items = state ? found.items : found.items.filter((need) => need.state !== 'withdrawn')
  return { ...found, items: items.sort((one, other) => rank(one) - rank(other)) }
}

function rank({ state, stale }: Need): number {
  return state === 'posted' ? 0 : stale ? 1 : 2
}

function of(key: string, need: string) {
  return { header: headers(key), path: { need } }
}

export function post(key: string, body: NeedBody) {
  return content(registry.POST('/api/registry/v1/needs', { params: { header: headers(key) }, body }))
}

export function publish(key: string, need: string) {
  return content(registry.POST('/api/registry/v1/needs/{need}/publication', { params: of(key, need), body: {} }))
}

/** It is wanted still, its organization says. */
export function confirm(key: string, need: string) {
  return content(registry.POST('/api/registry/v1/needs/{need}/confirmation', { params: of(key, need), body: {} }))
}

export function withdraw(key: string, need: string, body: Pick<Schemas['NeedWithdrawalBody'], 'reason'> & { note: string }) {
  return content(registry.POST('/api/registry/v1/needs/{need}/withdrawal', { params: of(key, need), body }))
}
