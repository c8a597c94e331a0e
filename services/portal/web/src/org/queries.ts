/** What the organization's pages ask of the APIs, and what they send. */
import { content, evaluation, matching, registry } from '../api/client'
import type { components as Evaluated } from '../api/schema/evaluation'
import type { components as Matched } from '../api/schema/matching'
import type { components as Registered } from '../api/schema/registry'
import type { OfferText } from '../shared/offers/draft'
import { everything } from './everything'

export type Request = Matched['schemas']['RequestView']
export type WholeRequest = Matched['schemas']['WholeRequest']
export type Promised = Matched['schemas']['Promise']
export type Claim = Matched['schemas']['Claim']
export type DeliveryBody = Matched['schemas']['DeliveryBody']
export type ArrangementBody = Matched['schemas']['ArrangementBody']
export type AskedOf = Matched['schemas']['AskedOf']
export type RefusalReason = Matched['schemas']['SuggestionNoBody']['reason']
export type ReleaseReason = Matched['schemas']['ReleaseBody']['reason']
export type CloseReason = Matched['schemas']['ClosingBody']['reason']
export type ReopenReason = Matched['schemas']['ReopeningBody']['reason']
export type MarkedClaim = Matched['schemas']['MarkedClaim']
export type Offer = Registered['schemas']['OfferView']
export type OfferBody = Registered['schemas']['OfferBody']
export type EndReason = Registered['schemas']['EndingBody']['reason']
export const END_REASONS: EndReason[] = [
  'no_longer_available',
  'used_up',
  'moved_away',
  'replaced',
  'not_suitable',
  'entered_by_mistake',
  'other',
]
export type Need = Registered['schemas']['NeedView']
export type NeedBody = Registered['schemas']['NeedBody']
export type NeedReason = Registered['schemas']['NeedWithdrawalBody']['reason']
export type Organization = Registered['schemas']['OrganizationView']
export type Scorecard = Evaluated['schemas']['Scorecard']
export type Point = Evaluated['schemas']['Point']
export type Fact = Evaluated['schemas']['RecordedFact']
export type Scheme = Evaluated['schemas']['AdoptedScheme']

const LIMIT = 200

function keyed(key: string) {
  return { 'Idempotency-Key': key }
}

function claimOf(claim: Claim) {
  const [request = '', number = ''] = claim.id.split('.')
  return { request, number: Number(number) }
}

export function readOrganization(organization: string): Promise<Organization> {
  return content(registry.GET('/api/registry/v1/organizations/{organization}', { params: { path: { organization } } }))
}

/** What is open, in `community` or, without one, wherever this organization may see it; with `q` what it finds, by words, pinyin
 * or initials. */
export function readOpen(community?: string, q?: string): Promise<Request[]> {
  return everything((cursor) => {
    const query = { state: 'open', community, q, limit: LIMIT, cursor } as const
    return content(matching.GET('/api/matching/v1/requests', { params: { query } }))
  })
}

export function readPromises(organization: string): Promise<Promised[]> {
  const path = { organization }
  return everything((cursor) =>
    content(
      matching.GET('/api/matching/v1/organizations/{organization}/promises', {
        params: { path, query: { limit: LIMIT, cursor } },
      }),
    ),
  )
}

/** The requests for which an offer of this organization was asked for, and that wait for its answer. */
export function readAsked(organization: string): Promise<AskedOf[]> {
  const path = { organization }
  return everything((cursor) =>
    content(
      matching.GET('/api/matching/v1/organizations/{organization}/suggestions', {
        params: { path, query: { limit: LIMIT, cursor } },
      }),
    ),
  )
}

function suggestionOf(key: string, asked: AskedOf) {
  return { path: { request: asked.id, number: asked.suggestion.number }, header: keyed(key) }
}

export function acceptSuggestion(key: string, asked: AskedOf) {
  const params = suggestionOf(key, asked)
  return content(matching.POST('/api/matching/v1/requests/{request}/suggestions/{number}/acceptance', { params, body: {} }))
}

export function refuseSuggestion(key: string, asked: AskedOf, reason: RefusalReason, note: string, notBefore: string) {
  const params = suggestionOf(key, asked)
  const body = { reason, note, not_before: notBefore || null }
  return content(matching.POST('/api/matching/v1/requests/{request}/suggestions/{number}/refusal', { params, body }))
}

export function readRequest(request: string): Promise<WholeRequest> {
  return content(matching.GET('/api/matching/v1/requests/{request}', { params: { path: { request } } }))
}

export function readOffers(community: string, organization: string): Promise<Offer[]> {
  const path = { community }
  return everything((cursor) =>
    content(
      registry.GET('/api/registry/v1/communities/{community}/offers', {
        params: { path, query: { organization, limit: LIMIT, cursor } },
      }),
    ),
  )
}

export function readNeeds(community: string, organization: string): Promise<Need[]> {
  const path = { community }
  return everything((cursor) =>
    content(
      registry.GET('/api/registry/v1/communities/{community}/needs', {
        params: { path, query: { organization, limit: LIMIT, cursor } },
      }),
    ),
  )
}

export function readScorecard(organization: string, quarter: string): Promise<Scorecard> {
  const params = { path: { organization, quarter } }
  return content(evaluation.GET('/api/evaluation/v1/organizations/{organization}/scorecards/{quarter}', { params }))
}

export function readFacts(organization: string, quarter: string): Promise<Fact[]> {
  const path = { organization }
  return everything((cursor) =>
    content(
      evaluation.GET('/api/evaluation/v1/organizations/{organization}/facts', {
        params: { path, query: { quarter, limit: LIMIT, cursor } },
      }),
    ),
  )
}

/** The day of the latest fact there is, if there is one. */
export async function readLatestDay(organization: string): Promise<string | undefined> {
  const params = { path: { organization }, query: { limit: 1 } }
  const page = await content(evaluation.GET('/api/evaluation/v1/organizations/{organization}/facts', { params }))
  return page.items[0]?.occurred_on
}

export function readScheme(scheme: string): Promise<Scheme> {
  return content(evaluation.GET('/api/evaluation/v1/schemes/{scheme}', { params: { path: { scheme } } }))
}

/** Of a need in parts, `part` says which. */
export function claim(key: string, request: string, organization: string, quantity: number, part?: number) {
  return content(
    matching.POST('/api/matching/v1/requests/{request}/claims', {
      params: { path: { request }, header: keyed(key) },
      body: { claimant: { kind: 'organization', id: organization }, quantity, part },
    }),
  )
}

export function deliver(key: string, claim: Claim, body: DeliveryBody) {
  return content(
    matching.POST('/api/matching/v1/requests/{request}/claims/{number}/deliveries', {
      params: { path: claimOf(claim), header: keyed(key) },
      body,
    }),
  )
}

/** When somebody of the organization comes; the last word counts. */
export function arrange(key: string, claim: Claim, body: ArrangementBody) {
  return content(
    matching.POST('/api/matching/v1/requests/{request}/claims/{number}/arrangement', {
      params: { path: claimOf(claim), header: keyed(key) },
      body,
    }),
  )
}

export function release(key: string, claim: Claim, reason: ReleaseReason, note: string) {
  return content(
    matching.POST('/api/matching/v1/requests/{request}/claims/{number}/release', {
      params: { path: claimOf(claim), header: keyed(key) },
      body: { reason, note },
    }),
  )
}

export function submitOffer(key: string, body: OfferBody) {
  return content(registry.POST('/api/registry/v1/offers', { params: { header: keyed(key) }, body }))
}

/** Nothing is written when it has changed since it was read. */
export function replaceOffer(key: string, { id, version }: Offer, body: OfferText) {
  const params = { path: { offer: id }, header: { ...keyed(key), 'If-Match': `"${version}"` } }
  return content(registry.PUT('/api/registry/v1/offers/{offer}', { params: params as never, body }))
}

export function confirmOffer(key: string, offer: string) {
  const params = { path: { offer }, header: keyed(key) }
  return content(registry.POST('/api/registry/v1/offers/{offer}/confirmation', { params, body: {} }))
}

export function endOffer(key: string, offer: string, reason: EndReason, note: string) {
  const params = { path: { offer }, header: keyed(key) }
  return content(registry.POST('/api/registry/v1/offers/{offer}/ending', { params, body: { reason, note } }))
}

export type PauseBody = Pick<Registered['schemas']['PauseBody'], 'first' | 'last' | 'reason' | 'note'>

export function pauseOffer(key: string, offer: string, body: PauseBody) {
  const params = { path: { offer }, header: keyed(key) }
  return content(registry.POST('/api/registry/v1/offers/{offer}/pause', { params, body }))
}

export function resumeOffer(key: string, offer: string) {
  const params = { path: { offer }, header: keyed(key) }
  return content(registry.POST('/api/registry/v1/offers/{offer}/resumption', { params, body: {} }))
}

export function postNeed(key: string, body: NeedBody) {
  return content(registry.POST('/api/registry/v1/needs', { params: { header: keyed(key) }, body }))
}

export function confirmNeed(key: string, need: string) {
  const params = { path: { need }, header: keyed(key) }
  return content(registry.POST('/api/registry/v1/needs/{need}/confirmation', { params, body: {} }))
}

export function withdrawNeed(key: string, need: string, reason: NeedReason, note: string) {
  const params = { path: { need }, header: keyed(key) }
  return content(registry.POST('/api/registry/v1/needs/{need}/withdrawal', { params, body: { reason, note } }))
}

export function closeRequest(key: string, request: string, reason: CloseReason, note: string) {
  const params = { path: { request }, header: keyed(key) }
  return content(matching.POST('/api/matching/v1/requests/{request}/closing', { params, body: { reason, note } }))
}

export function confirmRequest(key: string, request: string, claims: MarkedClaim[]) {
  const params = { path: { request }, header: keyed(key) }
  const body = { claims, how: 'self' as const }
  return content(matching.POST('/api/matching/v1/requests/{request}/confirmation', { params, body }))
}

export function reopenRequest(key: string, request: string, claims: number[], reason: ReopenReason, note: string) {
  const params = { path: { request }, header: keyed(key) }
  const body = { claims, reason, note }
  return content(matching.POST('/api/matching/v1/requests/{request}/reopening', { params, body }))
}
