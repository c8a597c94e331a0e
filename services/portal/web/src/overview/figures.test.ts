import { expect, test } from 'vitest'
import { rowsBelow, sum, way, type Figures } from './figures'
import type { Node } from './queries'

function node(id: string, name: string, level: Node['level'], ...above: string[]): Node {
  return { id, name, level, parent: above.at(-1) ?? null, path: [...above, id], division_code: null }
}

const TREE = [
  node('d', '区', 'district'),
  node('s', '街道', 'subdistrict', 'd'),
  node('b', '乙社区', 'community', 'd', 's'),
  node('a', '甲社区', 'community', 'd', 's'),
]

function figures(wishesPublished: number, wishesFulfilled: number): Figures {
  return { ...sum([]), wishesPublished, wishesFulfilled }
}

const KNOWN = new Map([
  ['a', figures(10, 1)],
  ['b', figures(5, 5)],
])

test('communities stand by name, not by success', () => {
  expect(rowsBelow(TREE, 's', KNOWN).map(({ node }) => node.id)).toEqual(['a', 'b'])
})

test('a subdistrict is the sum of its communities', () => {
  const [street] = rowsBelow(TREE, 'd', KNOWN)
  expect(street).toMatchObject({ communities: 2, figures: { wishesPublished: 15, wishesFulfilled: 6 } })
})

test('a community has one row, its own', () => {
  expect(rowsBelow(TREE, 'a', KNOWN)).toMatchObject([{ node: { id: 'a' }, figures: { wishesPublished: 10 } }])
})

test('the way begins where one belongs to, and there is none to elsewhere', () => {
  expect(way(TREE, 's', 'a').map(({ id }) => id)).toEqual(['s', 'a'])
  expect(way(TREE, 'b', 'a')).toEqual([])
})
