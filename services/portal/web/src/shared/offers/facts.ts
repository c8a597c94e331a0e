/** What an offer's mode says, in words: for lists, the wall, and texts to be sent on. */
import type { components } from '../../api/schema/registry'
import { today } from '../days'
import { t } from '../texts'

type Schemas = components['schemas']
type Offer = Schemas['OfferView']
type Rule = Schemas['Rule']
type Pause = Schemas['Pause']

export type Saying = Partial<
  Pick<Offer, 'availability' | 'available' | 'equipment' | 'lead_time' | 'mode' | 'parallel' | 'partners' | 'partners_left' | 'price' | 'quantity' | 'quantity_left' | 'season' | 'seats' | 'unit'>
>

/** One short phrase for each thing it says. */
export function factsOf(offer: Saying): string[] {
  const { availability, available, equipment, lead_time, parallel, partners, price, quantity, season, seats, unit } = offer
  return [
    seats && t('offer.seats', { count: seats }),
    equipment?.join(t('offer.comma')),
    quantity && t('offer.quantity', { count: quantity }),
    fewer(quantity, offer.quantity_left) && t('offer.left', { count: offer.quantity_left ?? 0 }),
    partners && t('offer.partners', { count: partners }),
    fewer(partners, offer.partners_left) && t('offer.partnersLeft', { count: offer.partners_left ?? 0 }),
    seasonOf(season),
    available && daysOf(available),
    ...timesOf(availability),
    offer.mode === 'bookable' && !availability && t('offer.arrangement'),
    unit === 'month' && t('offer.unitMonth'),
    unit === 'day' && t('offer.unitDay'),
    parallel && parallel > 1 && t('offer.parallel', { count: parallel }),
    lead_time && leadOf(lead_time),
    priceOf(price),
  ].filter((phrase): phrase is string => !!phrase)
}

/** Whether running claims take some of what there is. */
function fewer(there: number | null | undefined, left: number | null | undefined): boolean {
  return !!there && left !== null && left !== undefined && left < there
}

/** Without a price it is free, as the contract has it; where no price was read, nothing is said of it. */
function priceOf(price: Offer['price']): string {
  if (price === undefined) return ''
  return price ? t('offer.price', { yuan: price.amount / 100, per: t(`offer.per.${price.per}`) }) : t('offer.free')
}

function seasonOf(season: Offer['season']): string {
  return season ? t('offer.season', { first: season.first, last: season.last }) : ''
}

/** Whether a pause has ended by itself before today. */
export function isOver({ last }: Pause): boolean {
  return !!last && last < today()
}

export function daysOf({ first, last }: { first: string; last?: string | null }): string {
  return last ? t('offer.between', { first, last }) : t('offer.from', { first })
}

export function pauseOf(pause: Pause, now: boolean): string {
  return t(now ? 'offer.pausedNow' : 'offer.pauseAhead', { when: daysOf(pause), reason: t(`offer.pauseReason.${pause.reason}`) })
}

function timesOf(availability: Offer['availability']): string[] {
  if (!availability) return []
  const { rules = [], closed = [], extra = [] } = availability
  const slots = extra.map(({ day, start, minutes }) => `${day} ${hoursOf(start, minutes)}`)
  return [
    ...rules.map(ruleOf),
    ...(closed.length ? [t('offer.closed', { days: closed.join(t('offer.comma')) })] : []),
    ...(slots.length ? [t('offer.extra', { days: slots.join(t('offer.comma')) })] : []),
  ]
}

function ruleOf(rule: Rule): string {
  const span = rule.last ? `（${daysOf(rule)}）` : ''
  return `${againOf(rule.rrule)} ${hoursOf(rule.start, rule.minutes)}${span}`
}

function againOf(rrule: string): string {
  const parts = Object.fromEntries(rrule.split(';').map((part) => part.split('=') as [string, string]))
  if (parts.INTERVAL) return rrule
  if (parts.FREQ === 'DAILY') return t('offer.daily')
  if (parts.FREQ === 'WEEKLY' && parts.BYDAY) {
    return t('offer.weekly', { days: parts.BYDAY.split(',').map((name) => t(`offer.weekday.${name}`)).join(t('offer.comma')) })
  }
  if (parts.FREQ === 'MONTHLY' && parts.BYMONTHDAY) {
    const days = parts.BYMONTHDAY.split(',').map((number) => (number === '-1' ? t('offer.lastDay') : number))
    return t('offer.monthly', { days: days.join(t('offer.comma')) })
  }
  return rrule
}

/** `14:00–16:00`; a slot ends at 24:00 at the latest. */
export function hoursOf(start: string, minutes: number): string {
  const [hour, minute] = start.split(':').map(Number) as [number, number]
  const end = hour * 60 + minute + minutes
  return `${start}–${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
}

function leadOf(duration: string): string {
  const [, days, hours] = /^P(?:(\d+)D|T(\d+)H)$/.exec(duration) ?? []
  if (days) return t('offer.leadTime', { count: days, unit: t('offer.days') })
  return hours ? t('offer.leadTime', { count: hours, unit: t('offer.hours') }) : duration
}
