/** What a link asks of the service that its thing belongs to. The token goes in the body, so no address holds it. */
import { content, matching, registry } from '../api/client'
import type { components as Matching } from '../api/schema/matching'
import type { components as Registry } from '../api/schema/registry'

type R = Registry['schemas']
type M = Matching['schemas']
export type OfferAsked = R['LinkedOffer']
export type RequestAsked = M['LinkedRequest']
export type Asked = OfferAsked | RequestAsked
export type OfferSaid = R['LinkAnswerBody']['said']
export type RequestSaid = M['LinkAnswerBody']['said']
export type Said = OfferSaid | RequestSaid

/** What stands after the # of this page's address; empty where that can be no token. */
export function tokenOf(hash: string): string {
  const token = hash.slice(1)
  return /^(offer|req)_[a-z2-7]{26}\.[a-z2-7]{26}$/.test(token) ? token : ''
}

export function isOfRequest(asked: Asked): asked is RequestAsked {
  return asked.purpose !== 'confirm_offer'
}

export function opened(token: string): Promise<Asked> {
  const body = { token }
  if (token.startsWith('offer_')) return content(registry.POST('/api/registry/v1/links/opening', { body }))
  return content(matching.POST('/api/matching/v1/links/opening', { body }))
}

export function answer(key: string, token: string, said: Said): Promise<R['LinkReceipt']> {
  const params = { header: { 'Idempotency-Key': key } }
  if (token.startsWith('offer_')) return content(registry.POST('/api/registry/v1/links/answer', { params, body: { token, said: said as OfferSaid } }))
  return content(matching.POST('/api/matching/v1/links/answer', { params, body: { token, said: said as RequestSaid } }))
}
