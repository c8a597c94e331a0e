/** What review asks of registry. */
import { content, registry } from '../../api/client'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'
import { newKey } from '../../shared/writing'
import { all } from '../pages'

type Schemas = components['schemas']
export type Wish = Schemas['WishView']
export type Duplicates = components['schemas']['Duplicates']

/** What may be the same wish once more. */
export function duplicates(wish: string): Promise<Duplicates> {
  return content(registry.GET('/api/registry/v1/wishes/{wish}/duplicates', { params: { path: { wish } } }))
}

export type Rejection = Pick<Schemas['RejectBody'], 'reason' | 'note' | 'duplicate_of'>

export interface Draft {
  text: string
  kind: NonNullable<Wish['kind']>
  category: NonNullable<Wish['category']> | ''
  quantity: number
  unit: string
  home_visit: boolean
  /** Where it is; the building of the person where it is left empty. */
  place: string
}

/** The wishes that wait for review, who waits longest first. */
export function waiting(community: string): Promise<Wish[]> {
  return inState(community, 'posted')
}

/** The wishes that an office is to see to, of which it is not known that they were done. */
export async function referred(community: string): Promise<Wish[]> {
  return (await inState(community, 'referred')).filter(({ referral }) => referral?.outcome !== 'done')
}

async function inState(community: string, state: 'posted' | 'referred'): Promise<Wish[]> {
  const { items } = await all((cursor) =>
    content(
      registry.GET('/api/registry/v1/communities/{community}/wishes', {
        params: { path: { community }, query: { state, limit: 200, cursor } },
      }),
    ),
  )
  return items.reverse()
}

function of(key: string, wish: string) {
  return { path: { wish }, header: headers(key) }
}

/** Nobody wants it any more, as who wished it says: it is no refusal of ours. */
export function withdraw(key: string, wish: string, body: Schemas['WishWithdrawalBody']) {
  return content(registry.POST('/api/registry/v1/wishes/{wish}/withdrawal', { params: of(key, wish), body }))
}

export function refer(key: string, wish: string, body: Pick<Schemas['WishReferralBody'], 'to' | 'expected_by'>) {
  return content(registry.POST('/api/registry/v1/wishes/{wish}/referral', { params: of(key, wish), body }))
}

export function answerReferral(key: string, wish: string, body: Pick<Schemas['WishReferralOutcomeBody'], 'outcome' | 'occurred_on'>) {
  return content(registry.POST('/api/registry/v1/wishes/{wish}/referral/outcome', { params: of(key, wish), body }))
}

export function takeBack(key: string, wish: string, reason: Schemas['WishReturnBody']['reason']) {
  return content(registry.POST('/api/registry/v1/wishes/{wish}/return', { params: of(key, wish), body: { reason } }))
}

/** One wish with what was said: a person's own words are opened for the review, which is put on record. */
export async function opened(id: string): Promise<{ wish: Wish; said: string | null }> {
  const params = { path: { wish: id } }
  const wish = await content(registry.GET('/api/registry/v1/wishes/{wish}', { params }))
  return { wish, said: wish.person ? await wordsOf(id) : (wish.text ?? null) }
}

async function wordsOf(wish: string): Promise<string | null> {
  const params = { path: { wish }, header: headers(newKey()) }
  const asked = registry.POST('/api/registry/v1/wishes/{wish}/words', { params, body: { purpose: 'review' } })
  return content(asked).then(
    ({ words }) => words,
    (error: unknown) => (error instanceof Problem && error.status === 410 ? null : Promise.reject(error)),
  )
}

export type Warning = Schemas['Giveaway']

/** What in `text` would say who lives where, or how. */
export async function check(wish: string, text: string, kind?: Draft['kind']): Promise<Warning[]> {
  const path = { wish }
  return (await content(registry.POST('/api/registry/v1/wishes/{wish}/text-check', { params: { path }, body: { text, kind } }))).warnings
}

export function draftOf(wish: Wish): Draft {
  const kind = wish.person ? 'person' : 'public'
  return { text: wish.text ?? '', kind, category: '', quantity: 1, unit: '个', home_visit: false, place: '' }
}

export function publish(key: string, { id, version }: Wish, draft: Draft) {
  return content(
    registry.POST('/api/registry/v1/wishes/{wish}/review', {
      params: { path: { wish: id }, header: headers(key, version) },
      body: { ...reviewOf(draft), decision: 'publish' },
    }),
  )
}

export function reject(key: string, { id, version }: Wish, rejection: Rejection) {
  return content(
    registry.POST('/api/registry/v1/wishes/{wish}/review', {
      params: { path: { wish: id }, header: headers(key, version) },
      body: { decision: 'reject', ...rejection },
    }),
  )
}

export interface Ready {
  wish: Wish
  draft: Draft
}

/** Publishes what was made ready in one action; each item is done or refused by itself. */
export function publishAll(key: string, ready: readonly Ready[]) {
  const reviews = ready.map(({ wish, draft }) => ({ ...reviewOf(draft), decision: 'publish' as const, wish: wish.id, version: wish.version }))
  return content(registry.POST('/api/registry/v1/wishes/reviews', { params: { header: headers(key) }, body: { reviews } }))
}

function reviewOf(draft: Draft) {
  const { category } = draft
  if (!category) throw new Error('no category')
  return { ...draft, category, place: draft.place || null, home_visit: draft.home_visit && draft.kind !== 'public' }
}
