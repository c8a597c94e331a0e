import { expect, test } from 'vitest'
import { below, figuresOf, way } from './figures'
import type { Came, Node, There } from './queries'

function node(id: string, name: string, level: Node['level'], ...above: string[]): Node {
  return { id, name, level, parent: above.at(-1) ?? null, path: [...above, id], division_code: null }
}

const TREE = [
  node('d', '区', 'district'),
  node('s', '街道', 'subdistrict', 'd'),
  node('b', '乙社区', 'community', 'd', 's'),
  node('a', '甲社区', 'community', 'd', 's'),
]

const THERE = {
  organizations: { registered: 8, members: 6 },
  offers: { listed: 6, stale: 1 },
  needs: { published: 4, open: 2, claimed: 0, reopened: 0, resolved: 2, closed: 0 },
  wishes: { published: 30, open: 1, claimed: 2, reopened: 3, fulfilled: 20, closed: 4 },
} as There

test('only what is right below a node stands in its rows, in the order of the tree', () => {
  expect(below(TREE, 's').map(({ id }) => id)).toEqual(['b', 'a'])
  expect(below(TREE, 'd').map(({ id }) => id)).toEqual(['s'])
  expect(below(TREE, 'a')).toEqual([])
})

test('the parts of the wishes add up to what was published', () => {
  const figures = figuresOf(THERE, undefined)
  const { wishesFulfilled, wishesUnderWay, wishesOpen, wishesClosed } = figures
  expect(wishesFulfilled + wishesUnderWay + wishesOpen + wishesClosed).toBe(figures.wishesPublished)
})

test('what matching does not know yet is no median of 0 days', () => {
  expect(figuresOf(THERE, undefined).untilClaimed).toEqual({ days: null, of: 0 })
  const came = { wishes: { opened: 30, claimed: 29, until_claimed: { days: 1.5, of: 29 } } } as Came
  expect(figuresOf(THERE, came)).toMatchObject({ wishesClaimed: 29, untilClaimed: { days: 1.5, of: 29 } })
})

test('the way begins where one belongs to, and there is none to elsewhere', () => {
  expect(way(TREE, 's', 'a').map(({ id }) => id)).toEqual(['s', 'a'])
  expect(way(TREE, 'b', 'a')).toEqual([])
})
