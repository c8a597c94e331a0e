/** What an organization's bookings ask of matching, and send to it. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { everything } from '../everything'

type Schemas = components['schemas']
export type Brief = Schemas['CalendarBrief']
export type Slot = Schemas['SlotView']
export type Booking = Schemas['BookingView']
export type CancelReason = Schemas['CancellationBody']['reason']
export type MissReason = Schemas['MissedBody']['reason']
export type Side = 'booker' | 'provider'
export interface Wanted {
  day: string
  start: string
  people: number | null
  purpose: string
  wait: boolean
  monthly_until: string | null
}

function of(key: string, booking: string) {
  return { header: { 'Idempotency-Key': key }, path: { booking } }
}

export function readCalendars(community: string): Promise<Brief[]> {
  return content(matching.GET('/api/matching/v1/communities/{community}/calendars', { params: { path: { community } } }))
}

export async function readSlots(offer: string, from: string, until: string): Promise<Slot[]> {
  const params = { path: { offer }, query: { from, until } }
  return (await content(matching.GET('/api/matching/v1/offers/{offer}/slots', { params }))).slots
}

export function readBookings(organization: string, side: Side, from: string): Promise<Booking[]> {
  const path = { organization }
  return everything((cursor) =>
    content(
      matching.GET('/api/matching/v1/organizations/{organization}/bookings', {
        params: { path, query: { side, from, limit: 200, cursor } },
      }),
    ),
  )
}

export function book(key: string, offer: string, organization: string, wanted: Wanted) {
  const params = { header: { 'Idempotency-Key': key }, path: { offer } }
  const body = { booker: { kind: 'organization' as const, id: organization }, quantity: 1, skip_taken: false, afterwards: false, ...wanted }
  return content(matching.POST('/api/matching/v1/offers/{offer}/bookings', { params, body }))
}

export function cancel(key: string, booking: string, reason: CancelReason, note: string, from?: string) {
  const body = { reason, note, later: false, free_from: from }
  return content(matching.POST('/api/matching/v1/bookings/{booking}/cancellation', { params: of(key, booking), body }))
}

export function answer(key: string, booking: string, accept: boolean) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/answer', { params: of(key, booking), body: { accept } }))
}

export function keep(key: string, booking: string) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/kept', { params: of(key, booking), body: {} }))
}

export function miss(key: string, booking: string, reason: MissReason, note: string) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/missed', { params: of(key, booking), body: { reason, note } }))
}
