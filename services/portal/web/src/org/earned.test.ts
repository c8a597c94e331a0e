import { expect, test } from 'vitest'
import { byFact } from './earned'
import type { Point } from './queries'

const point = (fact: string, rule: string, points: number) => ({ fact, rule, points }) as Point

test('what one fact earned by several rules stands together, with its sum', () => {
  const a1 = point('a', 'one', 600)
  const a2 = point('a', 'two', 250)
  const b = point('b', 'one', 100)
  expect(byFact([a1, b, a2])).toEqual([
    { fact: 'a', sum: 850, points: [a1, a2] },
    { fact: 'b', sum: 100, points: [b] },
  ])
  expect(byFact([])).toEqual([])
})
