/** What the desk asks of registry about thanks for a wish that came true. */
import { content, registry } from '../../api/client'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema/registry'
import { newKey } from '../../shared/writing'
import { headers } from '../acting'

type Schemas = components['schemas']
export type Wish = Schemas['WishView']
export type Said = Pick<Schemas['ThanksBody'], 'words' | 'shown_to' | 'consent'>
export type Rejection = Pick<Schemas['RejectThanksBody'], 'reason' | 'note'>
export type WithdrawalReason = Schemas['ThanksWithdrawalBody']['reason']

export interface Opened {
  wish: Wish
  /** The person's own words while they wait for review; opening them is put on record. */
  words: string | null
}

export async function opened(id: string): Promise<Opened> {
  const wish = await content(registry.GET('/api/registry/v1/wishes/{wish}', { params: { path: { wish: id } } }))
  return { wish, words: wish.thanks?.state === 'said' ? await wordsOf(id) : null }
}

function wordsOf(wish: string): Promise<string | null> {
  const params = { path: { wish }, header: headers(newKey()) }
  const asked = registry.POST('/api/registry/v1/wishes/{wish}/thanks/words', { params, body: { purpose: 'review' } })
  return content(asked).then(
    ({ words }) => words,
    (error: unknown) => (error instanceof Problem && error.status === 410 ? null : Promise.reject(error)),
  )
}

export function say(key: string, wish: string, body: Said) {
  return content(registry.POST('/api/registry/v1/wishes/{wish}/thanks', { params: { path: { wish }, header: headers(key) }, body }))
}

export function publish(key: string, wish: Wish, text: string) {
  return review(key, wish, { decision: 'publish', text })
}

export function reject(key: string, wish: Wish, rejection: Rejection) {
  return review(key, wish, { decision: 'reject', ...rejection })
}

function review(key: string, { id, version }: Wish, body: Schemas['PublishThanksBody'] | Schemas['RejectThanksBody']) {
  return content(registry.POST('/api/registry/v1/wishes/{wish}/thanks/review', { params: { path: { wish: id }, header: headers(key, version) }, body }))
}

export function takeBack(key: string, wish: string, reason: WithdrawalReason) {
  const params = { path: { wish }, header: headers(key) }
  return content(registry.POST('/api/registry/v1/wishes/{wish}/thanks/withdrawal', { params, body: { reason } }))
}
