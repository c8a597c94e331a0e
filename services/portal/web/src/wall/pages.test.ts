import { expect, test } from 'vitest'
import { spread } from '../shared/turns'
import { layoutOf, onPage, turnOf } from './pages'

const all = (count: number) => Array.from({ length: count }, (_, number) => number)

test('what fits stands beside each other on one page', () => {
  const { offers, needs, rows } = layoutOf(6, 2)
  expect([offers.pages, needs.pages, rows]).toEqual([1, 1, 6])
  expect(onPage(all(2), needs, 7)).toEqual({ here: [0, 1], there: [] })
})

test('a long list goes on below a short one, so that both columns are full', () => {
  const { offers, needs, rows } = layoutOf(504, 2)
  expect(needs).toEqual({ pages: 1, size: 2, own: 2 })
  const { here, there } = onPage(all(504), offers, 0)
  expect([here.length, there.length, rows]).toEqual([9, 6, 9])
  expect(offers.pages).toBeLessThan(40)
  expect(layoutOf(2, 504).needs).toEqual(offers)
})

test('nothing is left out, and no page has much less than another', () => {
  for (const [offers, needs] of [[10, 0], [11, 3], [504, 2], [100, 90], [7, 9], [40, 8]] as const) {
    const layout = layoutOf(offers, needs)
    const pages = all(layout.offers.pages).map((turn) => onPage(all(offers), layout.offers, turn))
    expect(pages.flatMap(({ here, there }) => [...here, ...there])).toEqual(all(offers))
    for (const { here } of pages) expect(here.length).toBeLessThanOrEqual(layout.rows)
  }
})

test('entries are spread over the pages', () => {
  expect(spread(10, 9)).toEqual({ pages: 2, size: 5 })
  expect(spread(0, 9)).toEqual({ pages: 1, size: 0 })
})

test('pages stand twelve seconds, or less if there are many: all are seen in five minutes', () => {
  expect(turnOf(1)).toBe(12_000)
  expect(turnOf(34) * 34).toBeLessThanOrEqual(300_000)
  expect(turnOf(500)).toBe(5_000)
})
