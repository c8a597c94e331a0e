import { expect, test } from 'vitest'
import { claimedBetween, columnsFor, lightOf, type Board, type BoardNumber } from './board'

const tile = (number: number, left: number, quantity = 1): BoardNumber => ({
  number,
  left,
  quantity,
  lit: left === 0,
  text: '',
  unit: '件',
  claimants: [],
  residents: 0,
  intentions: [],
})
const board = (...numbers: BoardNumber[]) => ({ numbers }) as Board

test('a number is lit when nothing is left, half when a part is', () => {
  expect([tile(1, 0), tile(2, 8, 50), tile(3, 1)].map(lightOf)).toEqual(['lit', 'half', 'open'])
})

test('newly claimed is what has less left; at the first look nothing, and nothing that was taken back or added', () => {
  const before = board(tile(1, 1), tile(2, 50, 50), tile(3, 0))
  const after = board(tile(1, 0), tile(2, 30, 50), tile(3, 1), tile(4, 0))
  expect(claimedBetween(before, after)).toEqual([1, 2])
  expect(claimedBetween(undefined, after)).toEqual([])
})

test('thirty wishes stand five rows high, two hundred ten', () => {
  expect([30, 200].map((total) => Math.ceil(total / columnsFor(total)))).toEqual([5, 10])
})
