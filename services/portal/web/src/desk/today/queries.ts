/** What needs the desk today, from the three services that know. */
import { content, matching, notify, registry } from '../../api/client'
import type { components as Matching } from '../../api/schema/matching'
import type { components as Notify } from '../../api/schema/notify'
import type { components as Registry } from '../../api/schema/registry'
import { day, lastDay } from '../../shared/days'
import { t } from '../../shared/texts'
import { headers, type Send } from '../acting'
import { duties } from '../agreements/queries'
import { accept } from '../cases/queries'
import { arrangement } from '../cases/telling'
import { confirm, publish } from '../needs/queries'
import { list } from '../offers/queries'
import { all } from '../pages'

export type Task = Notify['schemas']['NoticeView']
export type How = Notify['schemas']['Telling']['how']
type R = Registry['schemas']
type M = Matching['schemas']

/** One thing to do: what it is about, where it is done, and perhaps what one key does about it. */
export interface Item {
  id: string
  text: string
  more?: string
  to: string
  urgent?: boolean
  act?: { name: 'accept' | 'confirm' | 'list' | 'publish'; send: Send }
}

export interface Section {
  name: 'wishes' | 'needs' | 'submitted' | 'answers' | 'calls' | 'toAsk' | 'stale' | 'staleNeeds' | 'followUps' | 'thanks' | 'guardians' | 'applications' | 'campaigns' | 'claims' | 'overdue' | 'visits' | 'deliveries' | 'unconfirmed' | 'reopened' | 'unclaimed' | 'owed' | 'referred' | 'referredWishes' | 'expiring' | 'obligations' | 'notes'
  total: number
  items: Item[]
  all: string
}

const FIRST = 6

interface Pile<T> {
  total: number
  items: T[]
}

function section<T>(name: Section['name'], { total, items }: Pile<T>, way: string, item: (one: T) => Item): Section {
  return { name, total, items: items.slice(0, FIRST).map(item), all: way }
}

export async function ofRegistry(community: string): Promise<Section[]> {
  const desk = await content(registry.GET('/api/registry/v1/communities/{community}/desk', { params: { path: { community } } }))
  const offered = (offer: R['OfferView']) => ({ id: offer.id, text: offer.title, more: offer.organization_name, to: `/desk/offers/${offer.id}` })
  return [
    section('wishes', desk.wishes_to_review, '/desk/review', (wish) => ({ id: wish.id, text: wish.text ?? '', to: `/desk/review/${wish.id}` })),
    section('needs', desk.needs_to_publish, '/desk/needs', (need) => ({
      id: need.id,
      text: need.title,
      more: need.organization_name,
      to: '/desk/needs',
      act: { name: 'publish', send: (key) => publish(key, need.id) },
    })),
    section('submitted', desk.offers_to_list, '/desk/offers', (offer) => ({
      ...offered(offer),
      act: { name: 'list', send: (key) => list(key, offer.id) },
    })),
    section('answers', desk.answers_to_review, '/desk/offers', (offer) => ({ ...offered(offer), to: `/desk/offers/${offer.answer?.campaign}` })),
    section('calls', desk.calls_to_make, '/desk/offers', (offer) => ({ ...offered(offer), more: `${offer.organization_name} · ${offer.last_call?.again_on}` })),
    section('toAsk', desk.offers_to_ask, '/desk/offers', (offer) => ({
      ...offered(offer),
      more: [offer.organization_name, offer.confirmed_on, offer.minded_on && t('desk.today.minded', { day: offer.minded_on })].filter(Boolean).join(' · '),
    })),
    section('stale', desk.stale_offers, '/desk/offers', offered),
    section('staleNeeds', desk.stale_needs, '/desk/needs', (need) => ({
      id: need.id,
      text: need.title,
      more: need.organization_name,
      to: need.request_id ? `/desk/cases/${need.request_id}` : '/desk/needs',
      act: { name: 'confirm', send: (key) => confirm(key, need.id) },
    })),
    section('referredWishes', desk.referrals_to_ask, '/desk/review', (wish) => ({ id: wish.id, text: wish.text ?? '', more: wish.referral?.to, to: '/desk/review' })),
    section('thanks', desk.thanks_to_review, '/desk/cases', (wish) => ({ id: wish.id, text: wish.text ?? '', to: `/desk/cases/${wish.request_id}` })),
    section('guardians', desk.guardians_wanted, '/desk/today', (person) => ({ id: person.id, text: t('desk.today.minor'), to: `/desk/entry/${person.id}`, urgent: true })),
    section('applications', desk.applications_to_decide, '/desk/organizations', (one) => ({ id: one.id, text: one.name, more: one.applied_on, to: `/desk/organizations/${one.id}` })),
    section('campaigns', desk.campaigns_to_begin, '/desk/offers/campaigns', (one) => ({
      id: one.id,
      text: one.name,
      more: one.last_began ? t('desk.today.lastBegan', { day: one.last_began }) : t('desk.today.neverBegan'),
      to: '/desk/offers/campaigns',
    })),
    section('followUps', desk.visits_to_follow_up, '/desk/organizations', (visit) => ({
      id: visit.id,
      text: visit.follow_up ?? '',
      more: visit.organization_name,
      to: `/desk/organizations/${visit.organization}`,
    })),
  ]
}

export async function ofAgreements(community: string): Promise<Section[]> {
  const { expiring, overdue, to_note } = await duties(community)
  const agreed = (one: R['AgreementView']) => ({ id: one.id, text: one.organization_name, more: one.until ?? '', to: `/desk/agreements/${one.id}` })
  return [
    section('obligations', overdue, '/desk/agreements', (one) => ({ ...agreed(one), more: one.open_due ?? '', urgent: true })),
    section('expiring', expiring, '/desk/agreements', agreed),
    section('notes', to_note, '/desk/agreements', agreed),
  ]
}

export async function ofMatching(community: string): Promise<Section[]> {
  const desk = await content(matching.GET('/api/matching/v1/communities/{community}/desk', { params: { path: { community } } }))
  return [
    section('claims', desk.claims_to_accept, '/desk/cases', (one) => ({
      ...claimed(one),
      act: { name: 'accept', send: (key) => accept(key, one.claim.id) },
    })),
    section('overdue', desk.overdue_claims, '/desk/cases', (one) => ({ ...claimed(one, t('desk.cases.due', { day: lastDay(one.claim.due_at) })), urgent: true })),
    section('visits', desk.arranged_visits, '/desk/cases', (one) => claimed(one, arrangement(one.claim))),
    section('unconfirmed', desk.confirmations_overdue, '/desk/returns', (one) => ({ ...claimed(one, t('desk.cases.due', { day: lastDay(one.claim.confirm_by) })), urgent: true })),
    section('deliveries', desk.deliveries_to_confirm, '/desk/returns', (one) => claimed(one)),
    section('reopened', desk.reopened_requests, '/desk/cases', asked),
    section('unclaimed', desk.unclaimed_requests, '/desk/cases', (one) => ({ ...asked(one), urgent: true })),
    section('owed', desk.replies_overdue, '/desk/cases', (one) => ({ ...asked(one), more: t('desk.endings.owedSince', { day: day(one.owed_since) }), urgent: true })),
    section('referred', desk.referrals_to_ask, '/desk/cases', asked),
  ]
}

function asked(one: M['RequestView']): Item {
  return { id: one.id, text: one.title || one.text, to: `/desk/cases/${one.id}` }
}

function claimed({ claim, claimant, request }: M['WaitingClaim'], more = ''): Item {
  const who = claimant.name || t('desk.word.party.person')
  return { id: claim.id, text: request.title || request.text, more: [who, more].filter(Boolean).join(' · '), to: `/desk/cases/${request.id}` }
}

/** What one person or organization has to be told, at one time. */
export interface Telling {
  recipient: string
  name: string | null
  tasks: Task[]
}

/** What those requests are about that changed last: a page of them is enough for what has to be told. */
export async function lately(community: string): Promise<Map<string, string>> {
  const { items } = await content(matching.GET('/api/matching/v1/requests', { params: { query: { community, limit: 200 } } }))
  return new Map(items.map(({ id, title, text }) => [`/desk/cases/${id}`, title || text]))
}

/** Who has to be told in person, who waits longest first. */
export async function tellings(community: string): Promise<Telling[]> {
  const { items } = await all((cursor) => content(notify.GET('/api/notify/v1/tasks', { params: { query: { community, limit: 200, cursor } } })))
  const by = new Map<string, Telling>()
  for (const task of items) {
    const recipient = task.address.slice(task.address.indexOf(':') + 1)
    const known = by.get(recipient) ?? { recipient, name: task.name, tasks: [] }
    known.tasks.push(task)
    by.set(recipient, known)
  }
  return [...by.values()]
}

export function tell(key: string, notice: string, how: How) {
  return content(notify.POST('/api/notify/v1/notices/{notice}/telling', { params: { header: headers(key), path: { notice } }, body: { how } }))
}
