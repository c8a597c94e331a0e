/** Links for an organization without an account, about an offer (registry), a suggestion or a claim (matching). */
import { content, matching, registry } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { headers } from '../acting'

type M = components['schemas']
export type LinkView = M['LinkView']
export type MadeLink = M['MadeLink']
export type Why = Pick<M['LinkRevocationBody'], 'reason' | 'note'>

/** What a link is about: an offer, or a suggestion or claim of a request by its number. */
export type About = { offer: string } | { request: string; suggestion: number } | { request: string; claim: number }

const OFFERS = '/api/registry/v1/offers/{offer}/links'
const REQUESTS = '/api/matching/v1/requests/{request}/links'

/** As links name it. */
function thingOf(about: About): string {
  if ('offer' in about) return about.offer
  return 'claim' in about ? `${about.request}.${about.claim}` : `${about.request}/${about.suggestion}`
}

/** The latest link for it, if there is any. */
export async function latest(about: About): Promise<LinkView | null> {
  const all = 'offer' in about ? content(registry.GET(OFFERS, { params: { path: about } })) : content(matching.GET(REQUESTS, { params: { path: { request: about.request } } }))
  return (await all).find(({ thing }) => thing === thingOf(about)) ?? null
}

export function make(key: string, about: About): Promise<MadeLink> {
  const header = headers(key)
  if ('offer' in about) return content(registry.POST(OFFERS, { params: { header, path: about }, body: {} }))
  const path = { request: about.request, number: 'claim' in about ? about.claim : about.suggestion }
  const params = { header, path }
  if ('claim' in about) return content(matching.POST('/api/matching/v1/requests/{request}/claims/{number}/links', { params, body: {} }))
  return content(matching.POST('/api/matching/v1/requests/{request}/suggestions/{number}/links', { params, body: {} }))
}

export function revoke(key: string, about: About, number: number, body: Why) {
  const header = headers(key)
  if ('offer' in about) return content(registry.POST(`${OFFERS}/{number}/revocation`, { params: { header, path: { offer: about.offer, number } }, body }))
  return content(matching.POST(`${REQUESTS}/{number}/revocation`, { params: { header, path: { request: about.request, number } }, body }))
}
