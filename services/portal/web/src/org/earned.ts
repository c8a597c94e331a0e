/** Points by what earned them: one fact may meet several rules. */
import type { Point } from './queries'

export interface Earned {
  fact: string
  sum: number
  points: [Point, ...Point[]]
}

/** In the order in which the facts come. */
export function byFact(points: readonly Point[]): Earned[] {
  const earned = new Map<string, Earned>()
  for (const point of points) {
    const known = earned.get(point.fact)
    if (known) {
      known.points.push(point)
      known.sum += point.points
    } else earned.set(point.fact, { fact: point.fact, sum: point.points, points: [point] })
  }
  return [...earned.values()]
}
