/** What the list of offers asks of registry. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import type { OfferText } from '../../shared/offers/draft'
import { headers } from '../acting'
import { all, type All } from '../pages'

type Schemas = components['schemas']
export type Offer = Schemas['OfferView']
export type OfferBody = Schemas['OfferBody']
type Plain<B> = Omit<B, 'on_behalf_of' | 'consent'>
export type Organization = Schemas['OrganizationView']

/** All offers but the ended ones unless `state` says so; those nobody has confirmed for long come first.
 * With `q` those it finds, by words, pinyin or initials. */
export async function offers(community: string, state: Offer['state'] | undefined, q?: string): Promise<All<Offer>> {
  const path = { community }
  const found = await all((cursor) =>
    content(registry.GET('/api/registry/v1/communities/{community}/offers', { params: { path, query: { state, q, limit: 200, cursor } } })),
  )
  const items = state ? found.items : found.items.filter((offer) => offer.state !== 'ended')
  return { ...found, items: items.sort(moreUrgent) }
}

function moreUrgent(one: Offer, other: Offer): number {
  const rank = ({ state, stale }: Offer) => (state === 'submitted' ? 0 : stale ? 1 : 2)
  return rank(one) - rank(other) || (one.confirmed_on ?? '').localeCompare(other.confirmed_on ?? '')
}

export function organizationOf(organization: string): Promise<Organization> {
  return content(registry.GET('/api/registry/v1/organizations/{organization}', { params: { path: { organization } } }))
}

function of(key: string, offer: string) {
  return { header: headers(key), path: { offer } }
}

export function submit(key: string, body: OfferBody) {
  return content(registry.POST('/api/registry/v1/offers', { params: { header: headers(key) }, body }))
}

export function list(key: string, offer: string) {
  return content(registry.POST('/api/registry/v1/offers/{offer}/listing', { params: of(key, offer), body: {} }))
}

export function replace(key: string, { id, version }: Offer, text: OfferText) {
  const params = { path: { offer: id }, header: headers(key, version) }
  return content(registry.PUT('/api/registry/v1/offers/{offer}', { params: params as never, body: text }))
}

export function pause(key: string, offer: string, body: Plain<Schemas['PauseBody']>) {
  return content(registry.POST('/api/registry/v1/offers/{offer}/pause', { params: of(key, offer), body }))
}

export function resume(key: string, offer: string) {
  return content(registry.POST('/api/registry/v1/offers/{offer}/resumption', { params: of(key, offer), body: {} }))
}

export type ReachStep = Plain<Schemas['ReachBody']>

export function reach(key: string, offer: string, body: ReachStep) {
  return content(registry.POST('/api/registry/v1/offers/{offer}/reach', { params: of(key, offer), body }))
}

export function nameContact(key: string, offer: string, body: { person?: string; phone?: string }) {
  return content(registry.PUT('/api/registry/v1/offers/{offer}/contact', { params: of(key, offer), body }))
}

export type Call = Schemas['CallView']

/** The last calls about an organization's offers. */
export async function callsOf(organization: string): Promise<Call[]> {
  const params = { path: { organization }, query: { limit: 20 } }
  return (await content(registry.GET('/api/registry/v1/organizations/{organization}/calls', { params }))).items
}

/** What other communities have opened to this one. */
export function fromOutside(community: string): Promise<All<Offer>> {
  const path = { community }
  return all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/offers/from-outside', { params: { path, query: { limit: 200, cursor } } })))
}

export type Outcome = Schemas['CallBody']['outcome']

/** How a call went; one that reached somebody renews the offer. */
export function called(key: string, offer: string, outcome: Outcome, again: string, contact: string | null) {
  const call_again_on = outcome === 'agreed' ? again : null
  return content(registry.POST('/api/registry/v1/offers/{offer}/calls', { params: of(key, offer), body: { outcome, contact, call_again_on } }))
}

export function end(key: string, offer: string, body: Pick<Schemas['EndingBody'], 'reason'> & { note: string }) {
  return content(registry.POST('/api/registry/v1/offers/{offer}/ending', { params: of(key, offer), body }))
}
