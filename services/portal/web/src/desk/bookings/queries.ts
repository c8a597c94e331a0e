/** What the bookings at the desk ask of matching. */
import { content, matching, registry } from '../../api/client'
import type { components } from '../../api/schema/matching'
import type { Consent } from '../entry/queries'
import { headers } from '../acting'
import { requests, type RequestView } from '../cases/queries'
import { all, type All } from '../pages'

type Schemas = components['schemas']
export type Slot = Schemas['SlotView']
export type Booking = Schemas['BookingView']
export type MissReason = Schemas['MissedBody']['reason']

/** The offers whose providers were asked for `request` and said yes. Without an answer none: one can book all the same. */
export async function accepted(request: string | undefined): Promise<string[]> {
  if (!request) return []
  const params = { path: { request }, query: { limit: 1 } }
  const asked = await content(matching.GET('/api/matching/v1/requests/{request}/suggestions', { params })).catch(() => undefined)
  return (asked?.made ?? []).filter(({ state }) => state === 'accepted').map(({ offer }) => offer)
}

type Which = { from?: string; until?: string; state?: Booking['state']; misfit?: boolean }

export function bookings(community: string, which: Which): Promise<All<Booking>> {
  const path = { community }
  return all((cursor) =>
    content(matching.GET('/api/matching/v1/communities/{community}/bookings', { params: { path, query: { ...which, limit: 200, cursor } } })),
  )
}

/** The number plate of a resident who parks; it goes to the vault. */
export function setPlate(key: string, person: string, plate: string, consent: Consent) {
  const params = { header: headers(key), path: { person } }
  return content(registry.PUT('/api/registry/v1/persons/{person}/plate', { params, body: { plate, consent } }))
}

/** The plate; the look is recorded. */
export async function revealPlate(key: string, person: string): Promise<string> {
  const params = { header: headers(key), path: { person } }
  const shown = await content(registry.POST('/api/registry/v1/persons/{person}/plate/reveals', { params, body: { purpose: 'parking' } }))
  return shown.plate
}

/** For what something may be booked: open needs but those for staff wanted, and public wishes. */
export async function wanted(community: string): Promise<RequestView[]> {
  const { items } = await requests(community, { state: 'open' })
  return items.filter(({ kind, wish_kind, need_kind }) => (kind === 'need' ? need_kind !== 'vacancy' : wish_kind === 'public'))
}

function of(key: string, booking: string) {
  return { header: headers(key), path: { booking } }
}

export function keep(key: string, booking: string) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/kept', { params: of(key, booking), body: {} }))
}

export function miss(key: string, booking: string, reason: MissReason, note: string) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/missed', { params: of(key, booking), body: { reason, note } }))
}

export function answer(key: string, booking: string, accept: boolean) {
  return content(matching.POST('/api/matching/v1/bookings/{booking}/answer', { params: of(key, booking), body: { accept } }))
}
