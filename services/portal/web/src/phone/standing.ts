/** Where a wish stands, in one of the words that the phone has for it. */
import type { Whole, Wish } from './queries'

export type Told = Pick<Wish, 'state' | 'progress' | 'kind'>
export type Seen = Pick<Whole, 'state' | 'reopened' | 'claims'> & { end?: { kind: 'closed' | 'partly' | 'impossible' | 'referred' } | null }

export type Standing =
  | 'posted'
  | 'open'
  | 'claimed'
  | 'accepted'
  | 'overdue'
  | 'delivered'
  | 'delivered_public'
  | 'fulfilled'
  | 'reopened'
  | 'rejected'
  | 'withdrawn'
  | 'partly'
  | 'impossible'
  | 'referred'
  | 'closed'

/** As registry tells it; the request, where it was read, knows more. */
export function standingOf(wish: Told, request?: Seen): Standing {
  if (wish.state !== 'published') return wish.state
  if (request) return underWay(request, wish.kind === 'public')
  if (!wish.progress) return 'open'
  return wish.progress === 'resolved' ? 'fulfilled' : wish.progress
}

/** Whether the request says more than registry does. */
export function isMoving(wish: Told): boolean {
  return wish.state === 'published' && (wish.progress === 'claimed' || wish.progress === 'reopened')
}

function underWay(request: Seen, isPublic: boolean): Standing {
  if (request.state !== 'open') return request.end?.kind ?? request.state
  const claims = request.claims ?? []
  const some = (...statuses: string[]): boolean => claims.some(({ status }) => statuses.includes(status))
  if (claims.some(({ delivered, confirmed }) => delivered > confirmed)) {
    return isPublic ? 'delivered_public' : 'delivered'
  }
  if (some('overdue')) return 'overdue'
  if (request.reopened && some('accepted')) return 'reopened'
  if (some('accepted')) return 'accepted'
  return some('claimed') ? 'claimed' : 'open'
}
