/** What an organization's bookings ask of matching, and send to it. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { everything } from '../everything'

type Schemas = components['schemas']
export type Booking = Schemas['BookingView']
export type MissReason = Schemas['MissedBody']['reason']
export type Side = 'booker' | 'provider'

function of(key: string, booking: string) {
  return { header: { 'Idempotency-Key': key }, path: { booking } }
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

export function answer(key: string, booking: string, accept: boolean) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/answer', { params: of(key, booking), body: { accept } }))
}

export function keep(key: string, booking: string) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/kept', { params: of(key, booking), body: {} }))
}

export function miss(key: string, booking: string, reason: MissReason, note: string) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/missed', { params: of(key, booking), body: { reason, note } }))
}
