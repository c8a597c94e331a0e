/** A thing as a name, where it stood, and its facts one by one, so that then and now can stand side by side. */
import type { components as Matching } from '../../api/schema/matching'
import type { components as Registry } from '../../api/schema/registry'
import { day } from '../../shared/days'
import { unitOf } from '../../shared/needs/parts'
import { factsOf, pauseOf } from '../../shared/offers/facts'
import { inWords, t } from '../../shared/texts'
import { when } from '../../shared/week'
import { numberOf } from '../cases/queries'
import { word } from '../words'
import { peerClassWord } from '../words/peerClasses'

type R = Registry['schemas']
type M = Matching['schemas']
export type Entry = R['HistoryEntry'] | M['HistoryEntry']

export interface Fact {
  /** The end of its key in the texts. */
  name: string
  value: string
}

export interface Shown {
  id: string
  name: string
  state: string
  facts: Fact[]
  history: Entry[]
}

type Said = string | number | null | undefined | false

function facts(said: Record<string, Said | Said[]>): Fact[] {
  return Object.entries(said).map(([name, value]) => ({ name, value: ([] as Said[]).concat(value).filter(Boolean).join('；') }))
}

export function offerShown(offer: R['OfferView']): Shown {
  const { id, title, detail, category, mode, audience, reach, pause, confirmed_on, history } = offer
  const state = word('offerState', offer.state)
  const said = facts({
    title,
    organization: offer.organization_name,
    detail,
    state,
    why: [word('endingReason', offer.reason), offer.note],
    category: t(`common.category.${category}`),
    mode: word('mode', mode),
    terms: factsOf(offer),
    audience: word('audience', audience),
    reach: reach?.map(({ level, quota }) => t(`offer.reach.${level}`, { count: quota })),
    pause: pause && pauseOf(pause, offer.paused),
    confirmedOn: confirmed_on,
  })
  return { id, name: `${title} · ${offer.organization_name}`, state, facts: said, history: history ?? [] }
}

export function needShown(need: R['NeedView']): Shown {
  const { id, title, category, quantity, unit, parts, confirmed_on, history } = need
  const state = need.progress ? word('progress', need.progress) : word('needState', need.state)
  const said = facts({
    title,
    organization: need.organization_name,
    detail: need.text ?? need.detail,
    state,
    why: [word('needReason', need.reason), need.note],
    category: t(`common.category.${category}`),
    kind: word('needKind', need.kind),
    quantity: `${quantity} ${unit}`,
    parts: parts.map((part) => `${part.name} ${part.quantity} ${part.unit}`),
    audience: word('audience', need.audience),
    confirmedOn: confirmed_on,
  })
  return { id, name: `${title} · ${need.organization_name}`, state, facts: said, history: history ?? [] }
}

export function organizationShown(one: R['OrganizationView']): Shown {
  const { id, name, history } = one
  const state = one.active === false ? t('desk.past.gone') : word('membership', one.membership)
  const said = facts({
    title: name,
    kind: word('organizationKind', one.kind),
    state,
    peerClass: peerClassWord(one.peer_class),
    creditCode: one.credit_code,
    staff: one.staff,
    phones: one.phones?.map(({ number, shown_to }) => `${number}（${word('shownTo', shown_to)}）`),
    contacts: one.contacts?.map(({ duty, since }) => [word('duty', duty), since].filter(Boolean).join(' ')),
    roles: one.roles?.map(({ role, since }) => `${word('allianceRole', role)} ${since}`),
    confirmedYears: one.confirmed?.join('、'),
  })
  return { id, name, state, facts: said, history: history ?? [] }
}

export function requestShown(request: M['RequestView'] | M['WholeRequest']): Shown {
  const { id, title, text, category, quantity, unit, left, claimants } = request
  const state = request.ended ? word('endKind', request.ended) : word('requestState', request.state)
  const whole = 'claims' in request ? request : undefined
  const claims = whole?.claims?.map((claim) => {
    const name = claimants.find((one) => one.id === claim.claimant.id)?.name || word('party', claim.claimant.kind)
    const benefit = claim.benefit ? `${inWords(claim.benefit)} ` : ''
    return `${numberOf(claim.id)}. ${name} ${benefit}${claim.claimed} ${unitOf(request, claim)} ${word('claimStatus', claim.status)}`
  })
  const said = facts({
    title: title || text,
    detail: title && text,
    organization: request.organization?.name,
    state,
    category: t(`common.category.${category}`),
    quantity: `${quantity} ${unit}`,
    left: `${left} ${unit}`,
    claims,
  })
  return { id, name: title || text, state, facts: said, history: whole?.history ?? [] }
}

export function agreementShown(one: R['AgreementView']): Shown {
  const { id, title, since, until, history } = one
  const state = word('agreementStands', one.stands)
  const said = facts({
    title,
    organization: one.organization_name,
    state,
    why: [word('terminationReason', one.reason), one.note],
    term: since && `${since} – ${until ?? ''}`,
    clauses: one.clauses?.map(({ text }) => text),
    open: one.lines?.filter(({ open }) => open !== null).map(({ clause, open }) => `${clause.text}：${open}`),
    scans: one.scans?.filter(({ erased }) => !erased).length,
  })
  return { id, name: `${one.organization_name} · ${title}`, state, facts: said, history: history ?? [] }
}

export function bookingShown(one: M['BookingView']): Shown {
  const { id, title, people, quantity, purpose, history } = one
  const slot = when(one)
  const state = word('bookingState', one.state)
  const booker = one.booker.name || word('party', one.booker.kind)
  const why = one.state === 'missed' ? word('missReason', one.reason) : word('cancelReason', one.reason)
  const said = facts({
    title,
    organization: one.provider.name,
    slot: one.free_from ? `${slot} · ${t('booking.givenBack', { day: one.free_from })}` : slot,
    booker,
    state,
    why: [one.reason && why, one.note],
    people,
    quantity,
    purpose,
    misfit: word('misfit', one.misfit),
    due: day(one.due_at),
  })
  return { id, name: `${slot} · ${title} · ${booker}`, state, facts: said, history: history ?? [] }
}

export function wishShown(one: R['WishView']): Shown {
  const { id, text, referral, history } = one
  const state = one.progress ? word('progress', one.progress) : word('wishState', one.state)
  const why = one.state === 'rejected' ? word('rejectReason', one.reason) : word('withdrawReason', one.reason)
  const said = facts({
    title: text,
    state,
    why: [one.reason && why, one.note],
    kind: word('wishKind', one.kind),
    category: one.category && t(`common.category.${one.category}`),
    quantity: one.quantity && `${one.quantity} ${one.unit}`,
    referral: referral && [t('desk.endings.referredTo', { to: referral.to, by: referral.expected_by }), word('referralOutcome', referral.outcome)],
    thanks: one.thanks?.text,
  })
  return { id, name: text ?? `${t('desk.review.ofPerson')} ${day(one.posted_at)}`, state, facts: said, history: history ?? [] }
}

/** Who answers for it is a person: only since when and until when is told. */
export function placeShown(one: R['PlaceView'], parent?: string): Shown {
  const { id, history } = one
  const name = one.name ?? ''
  const state = t(one.active === false ? 'desk.past.notUsed' : 'desk.past.inUse')
  const stewards = one.stewards?.map(({ since, until }) => `${since} – ${until ?? ''}`)
  const said = facts({ title: name, kind: word('placeKind', one.kind), parent, state, stewards })
  return { id, name, state, facts: said, history: history ?? [] }
}

export function ledgersShown({ id, name, ledgers, history }: R['CommunityView']): Shown {
  const lines = ledgers?.map((one) => {
    const counts = one.groups?.map((group) => `${group.name} ${group.count}`) ?? []
    const figures = [`${t('desk.ledger.residents')} ${one.residents}`, `${t('desk.ledger.organizations')} ${one.organizations}`, ...counts]
    return `${one.year}：${figures.join(' · ')}`
  })
  return { id, name: name ?? '', state: '', facts: facts({ title: name, ledgers: lines }), history: history ?? [] }
}

export function templateShown(one: R['Template'] | R['TemplateView']): Shown {
  const { id, title = '', edition } = one
  const state = t(one.retired ? 'desk.past.notUsed' : 'desk.past.inUse')
  const said = facts({ title, state, edition, clauses: one.clauses?.map(({ text }) => text) })
  return { id, name: title, state, facts: said, history: ('history' in one && one.history) || [] }
}

export function campaignShown(one: R['CampaignView']): Shown {
  const { id, title = '', first, last, history } = one
  const state = t(`desk.offers.campaign.${one.state ?? 'open'}`)
  const said = facts({ title, state, days: `${first} – ${last}`, progress: t('desk.offers.campaign.progress', { ...one.progress }) })
  return { id, name: title, state, facts: said, history: history ?? [] }
}

export function meetingShown(one: M['MeetingBrief'] | M['MeetingView']): Shown {
  const { id, title, held_on } = one
  const state = t(`desk.past.meeting.${one.state}`)
  const whole = 'numbers' in one ? one : undefined
  const numbers = whole?.numbers.map(({ number, text, claims }) => {
    const givers = claims.map(({ claimant, status }) => `${claimant.name || word('party', claimant.kind)} ${word('claimStatus', status)}`)
    return [`${number}. ${text}`, ...givers].join(' · ')
  })
  return { id, name: `${held_on} · ${title}`, state, facts: facts({ title, days: held_on, state, numbers }), history: whole?.history ?? [] }
}

export function planShown(one: M['PlanView']): Shown {
  const { id, title, total, assigned, providers, history } = one
  const state = one.ended ? t(`desk.plans.ended.${one.ended}`) : t('desk.past.underWay')
  const progress = [t('desk.plans.sum', { total, assigned, providers }), one.changed && t('desk.plans.changedCount', { count: one.changed })]
  return { id, name: title, state, facts: facts({ title, state, days: day(one.drafted_at), progress }), history: history ?? [] }
}
