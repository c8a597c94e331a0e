/** What stands on an organization's own lists, as it may be sent on: what is only for some, or over, stays out. */
import type { Told } from '../shared/copying/plain'
import { lastDay } from '../shared/days'
import { partOf, unitOf } from '../shared/needs/parts'
import { t } from '../shared/texts'
import { when } from '../shared/week'
import type { Agreement, SheetLine } from './agreements'
import type { Booking } from './bookings/queries'
import { called } from './naming'
import type { Line } from './promised'
import type { Request } from './queries'

/** What everybody may see of what can be claimed, or was. */
export function isPublic({ audience }: Pick<Request, 'audience'>): boolean {
  return audience === 'public'
}

export function toldRequest(request: Request): Told {
  const { title, text, organization, left, quantity, unit } = request
  return [called(request), title && text !== title && text, organization?.name, t('org.open.left', { left, quantity, unit })]
}

export function toldPromise({ request, claim }: Line): Told {
  const { promised, delivered = 0, confirmed = 0, due_at, status } = claim
  const amounts = t('org.promises.promised', { promised, delivered, confirmed, unit: unitOf(request, claim) })
  const due = due_at && t('org.promises.due', { day: lastDay(due_at) })
  return [called(request), partOf(request, claim)?.name, request.organization?.name, t(`org.status.${status ?? 'claimed'}`), amounts, due]
}

/** Whether something is to come of a booking still. */
export function isToCome({ state, ends_at }: Booking): boolean {
  return ['booked', 'offered', 'waiting'].includes(state) && Date.parse(ends_at) > Date.now()
}

/** What we booked, and of whom. */
export function toldBooking(booking: Booking): Told {
  return [`${when(booking)} · ${booking.title}`, booking.provider.name, peopleOf(booking), booking.purpose, t(`org.bookings.state.${booking.state}`)]
}

/** What others booked of us: by whom, and what for, is theirs to tell. */
export function toldLoan(booking: Booking): Told {
  return [`${when(booking)} · ${booking.title}`, t(`org.bookings.kind.${booking.booker.kind}`), peopleOf(booking), t(`org.bookings.state.${booking.state}`)]
}

function peopleOf({ people }: Booking): string {
  return people ? `${t('org.bookings.people')} ${people}` : ''
}

export function toldAgreement({ agreement, lines }: { agreement: Agreement; lines: SheetLine[] }): Told {
  const { title, stands, since, until, clauses } = agreement
  const clausesOf = lines.length ? lines.map(toldClause) : (clauses ?? []).map(({ text }) => text)
  return [`${title} · ${t(`org.agreements.stands.${stands}`)}`, since && t('org.agreements.term', { since, until: until ?? '' }), ...clausesOf]
}

function toldClause({ line, verdict, done }: SheetLine): string {
  const { clause } = line
  const progress = clause.kind === 'countable' && t('org.agreements.done', { done: done ?? 0, quantity: clause.quantity, unit: clause.unit })
  return [clause.text, t(`org.agreements.verdict.${verdict}`), progress].filter(Boolean).join(' ')
}
