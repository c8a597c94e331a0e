/** An organization's promises, one line for each claim, in the order in which they want to be looked at. */
import type { Claim, Promised } from './queries'

export interface Line {
  request: Promised
  claim: Claim
}

export interface Sorted {
  now: Line[]
  waiting: Line[]
  past: Line[]
}

const NOW = ['claimed', 'accepted', 'overdue']

/** What is under way by its deadline, then what waits for a confirmation, then what is over, the latest first. */
export function sorted(promises: readonly Promised[]): Sorted {
  const lines = promises.flatMap((request) => request.claims.map((claim) => ({ request, claim })))
  const now = lines.filter(({ claim }) => NOW.includes(claim.status ?? ''))
  const waiting = lines.filter(({ claim }) => claim.status === 'delivered')
  const past = lines.filter((line) => !now.includes(line) && !waiting.includes(line))
  return { now: now.sort(byDeadline), waiting, past }
}

function byDeadline(one: Line, other: Line): number {
  return (one.claim.due_at ?? '9').localeCompare(other.claim.due_at ?? '9')
}

/** How much of a claim is still to be brought. */
export function remaining(claim: Claim): number {
  return claim.promised - (claim.delivered ?? 0)
}
