/** What is typed about an offer, and how it is sent: of a mode's fields only those of the chosen mode. */
import type { components } from '../../api/schema/registry'

type Schemas = components['schemas']
export type OfferText = Omit<Schemas['OfferTextBody'], 'on_behalf_of' | 'consent'>
export type Every = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'OTHER'
type Number = number | ''

export interface RuleDraft {
  every: Every
  days: string[]
  monthDays: string
  rrule: string
  start: string
  minutes: Number
  first: string
  last: string
}

export interface Draft {
  title: string
  detail: string
  category: OfferText['category'] | ''
  mode: OfferText['mode']
  audience: NonNullable<OfferText['audience']>
  seats: Number
  equipment: string
  yuan: Number
  per: Schemas['PriceGiven']['per']
  rules: RuleDraft[]
  closed: string[]
  extra: { day: string; start: string; minutes: number }[]
  parallel: Number
  unit: Schemas['OfferView']['unit']
  leadDays: Number
  leadTime: string | null
  partners: Number
  seasonFirst: string
  seasonLast: string
  first: string
  last: string
  quantity: Number
}

const WEEKLY = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)$/
const MONTHLY = /^FREQ=MONTHLY;BYMONTHDAY=([-\d,]+)$/
const WHOLE_DAYS = /^P(\d+)D$/

export function newRule(first: string): RuleDraft {
  return { every: 'WEEKLY', days: [], monthDays: '', rrule: '', start: '14:00', minutes: 120, first, last: '' }
}

export function blank(mode: OfferText['mode']): Draft {
  return {
    title: '',
    detail: '',
    category: '',
    mode,
    audience: 'public',
    seats: '',
    equipment: '',
    yuan: '',
    per: 'hour',
    rules: [],
    closed: [],
    extra: [],
    parallel: '',
    unit: null,
    leadDays: '',
    leadTime: null,
    partners: '',
    seasonFirst: '',
    seasonLast: '',
    first: '',
    last: '',
    quantity: '',
  }
}

/** What can be typed anew about an offer there is. */
export function draftOf(offer: Schemas['OfferView']): Draft {
  const { title = '', detail = '', category = 'other', mode = 'standing', audience = 'public' } = offer
  const days = WHOLE_DAYS.exec(offer.lead_time ?? '')?.[1]
  return {
    ...blank(mode),
    title,
    detail,
    category,
    audience,
    seats: offer.seats ?? '',
    equipment: offer.equipment?.join('、') ?? '',
    yuan: offer.price ? offer.price.amount / 100 : '',
    per: offer.price?.per ?? 'hour',
    rules: offer.availability?.rules?.map(ruleDraft) ?? [],
    closed: [...(offer.availability?.closed ?? [])],
    extra: [...(offer.availability?.extra ?? [])],
    parallel: offer.parallel ?? '',
    unit: offer.unit ?? null,
    leadDays: days ? Number(days) : '',
    leadTime: days ? null : (offer.lead_time ?? null),
    partners: offer.partners ?? '',
    seasonFirst: offer.season?.first ?? '',
    seasonLast: offer.season?.last ?? '',
    first: offer.available?.first ?? '',
    last: offer.available?.last ?? '',
    quantity: offer.quantity ?? '',
  }
}

function ruleDraft({ rrule, start, minutes, first, last }: Schemas['Rule']): RuleDraft {
  const known = { ...newRule(first), start, minutes, last: last ?? '', rrule }
  const weekly = WEEKLY.exec(rrule)?.[1]
  const monthly = MONTHLY.exec(rrule)?.[1]
  if (weekly) return { ...known, every: 'WEEKLY', days: weekly.split(',') }
  if (monthly) return { ...known, every: 'MONTHLY', monthDays: monthly.split(',').join('、') }
  return { ...known, every: rrule === 'FREQ=DAILY' ? 'DAILY' : 'OTHER' }
}

/** What is sent. */
export function textOf(draft: Draft): OfferText {
  const { title, detail, category, mode, audience, seats, equipment, yuan, per } = draft
  return {
    title,
    detail,
    category: category || 'other',
    mode,
    audience,
    seats: seats || null,
    equipment: wordsOf(equipment),
    price: yuan ? { amount: Math.round(yuan * 100), per } : null,
    ...ofMode[mode](draft),
  }
}

const ofMode: Record<OfferText['mode'], (draft: Draft) => Partial<OfferText>> = {
  bookable: (draft) => ({
    availability: availabilityOf(draft),
    parallel: draft.parallel || null,
    unit: draft.unit || null,
    lead_time: draft.leadDays ? `P${draft.leadDays}D` : draft.leadTime,
  }),
  standing: ({ partners, quantity }) => ({ partners: partners || null, quantity: quantity || null }),
  seasonal: ({ seasonFirst, seasonLast, quantity }) => ({
    season: seasonFirst || seasonLast ? { first: seasonFirst, last: seasonLast } : null,
    quantity: quantity || null,
  }),
  one_off: ({ first, last, quantity }) => ({ available: first ? { first, last: last || null } : null, quantity: quantity || null }),
}

function availabilityOf({ rules, closed, extra }: Draft): OfferText['availability'] {
  if (!rules.length && !closed.length && !extra.length) return null
  return { rules: rules.map(ruleOf), closed, extra }
}

function ruleOf({ start, minutes, first, last, ...rule }: RuleDraft): Schemas['RuleGiven'] {
  return { rrule: rruleOf(rule), start, minutes: minutes || 0, first, last: last || null }
}

function rruleOf({ every, days, monthDays, rrule }: Pick<RuleDraft, 'every' | 'days' | 'monthDays' | 'rrule'>): string {
  if (every === 'OTHER') return rrule
  if (every === 'WEEKLY') return `FREQ=WEEKLY;BYDAY=${days.join(',')}`
  return every === 'DAILY' ? 'FREQ=DAILY' : `FREQ=MONTHLY;BYMONTHDAY=${wordsOf(monthDays).join(',')}`
}

function wordsOf(typed: string): string[] {
  return typed.split(/[、,，;；\s]+/).filter(Boolean)
}
