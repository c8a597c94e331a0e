/** What the pages on which something is booked or moved ask of matching, and send to it. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import type { BookingBody } from './draft'

type Schemas = components['schemas']
export type Brief = Schemas['CalendarBrief']
export type Calendar = Schemas['CalendarView']
export type Booking = Schemas['BookingView']
export type CancelReason = Schemas['CancellationBody']['reason']

export function calendars(community: string): Promise<Brief[]> {
  return content(matching.GET('/api/matching/v1/communities/{community}/calendars', { params: { path: { community } } }))
}

export function slots(offer: string, from: string, until: string): Promise<Calendar> {
  return content(matching.GET('/api/matching/v1/offers/{offer}/slots', { params: { path: { offer }, query: { from, until } } }))
}

export function book(key: string, offer: string, body: BookingBody) {
  const params = { header: { 'Idempotency-Key': key }, path: { offer } }
  return content(matching.POST('/api/matching/v1/offers/{offer}/bookings', { params, body }))
}

function of(key: string, booking: string) {
  return { header: { 'Idempotency-Key': key }, path: { booking } }
}

/** `to` is the slot as chosen: its day and its start. */
export function move(key: string, booking: string, to: string, reason: CancelReason, note: string) {
  const [day = '', start = ''] = to.split(' ')
  return content(matching.POST('/api/matching/v1/bookings/{booking}/move', { params: of(key, booking), body: { day, start, reason, note } }))
}

/** With `later`, all that follow it in its series are given back too; a month that runs is from the day `from` on. */
export function cancel(key: string, booking: string, reason: CancelReason, note: string, later: boolean, from?: string) {
  const body = { reason, note, later, free_from: from }
  return content(matching.POST('/api/matching/v1/bookings/{booking}/cancellation', { params: of(key, booking), body }))
}
