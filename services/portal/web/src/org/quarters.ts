import { quarter as quarterOf } from '../shared/days'

interface Stretch {
  since: string
  until?: string | null
}

const MOST = 60

/** The quarters in which somebody with these memberships was a member, up to the quarter `now`, the latest first. */
export function quartersOf(memberships: readonly Stretch[], now: string): string[] {
  const quarters = memberships.flatMap(({ since, until }) => between(quarterOf(since), until ? quarterOf(until) : now))
  return [...new Set(quarters)].filter((each) => each <= now).sort().reverse().slice(0, MOST)
}

function between(first: string, last: string): string[] {
  const quarters: string[] = []
  for (let each = first; each <= last; each = next(each)) quarters.push(each)
  return quarters
}

function next(of: string): string {
  const [year, number] = of.split('Q').map(Number) as [number, number]
  return number === 4 ? `${year + 1}Q1` : `${year}Q${number + 1}`
}
