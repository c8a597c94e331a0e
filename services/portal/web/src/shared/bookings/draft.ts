/** What is typed about a booking, how it is sent, and what is said when it was made. */
import type { components } from '../../api/schema/matching'
import { t } from '../texts'
import { lastOf, type Slot } from '../week'

type Schemas = components['schemas']
export type BookingBody = Schemas['BookingBody']
export type Unit = Schemas['CalendarView']['unit']

export interface Draft {
  people: number | ''
  purpose: string
  quantity: number
  /** The need or public wish it is for. */
  request: string
  /** Until which day or, by the month, until which month it is repeated. */
  until: string
  skip: boolean
}

/** A need or public wish for which something may be booked. */
export interface Aim {
  id: string
  title: string
  /** Whose it is, where that is not clear. */
  whose?: string
}

export function blank(request = ''): Draft {
  return { people: '', purpose: '', quantity: 1, request, until: '', skip: false }
}

/** What is sent about `slot`: one that is taken is waited for, one that is over is entered afterwards. */
export function bodyOf(draft: Draft, booker: BookingBody['booker'], slot: Slot, unit: Unit): BookingBody {
  const plain = booker.kind === 'person'
  const monthly = unit === 'month'
  return {
    booker,
    day: slot.day,
    start: slot.start,
    quantity: draft.quantity,
    people: draft.people || null,
    purpose: plain ? '' : draft.purpose,
    for_request: plain ? null : draft.request || null,
    weekly_until: (!monthly && draft.until) || null,
    monthly_until: monthly && draft.until ? lastOf(draft.until) : null,
    skip_taken: draft.skip,
    wait: !slot.free && !slot.over,
    afterwards: slot.over,
  }
}

/** What came of it: booked once or so many times, how many are waited for, and without which days. */
export function madeSaid(made: Schemas['BookingReceipt'], draft: Draft): string {
  const [booked, waits] = [made.bookings.length, made.waiting.length]
  const said = [
    booked && (draft.until ? t('booking.series', { count: booked }) : t('booking.booked')),
    waits && (booked ? t('booking.someWait', { count: waits }) : t('booking.waits')),
    made.skipped.length && t('booking.skipped', { days: made.skipped.join(t('booking.comma')) }),
  ]
  return said.filter(Boolean).join(' ')
}
