/** The numbers of a claiming meeting on a screen: how they are laid out, and what has just been claimed. */
import type { components } from '../api/schema/matching'

export type Board = components['schemas']['Board']
export type BoardNumber = components['schemas']['BoardNumber']

/** With more, a tile has room for its number only. */
export const MOST_WITH_TEXT = 60
const COLUMNS: [most: number, columns: number][] = [
  [12, 4],
  [20, 5],
  [30, 6],
  [48, 8],
  [60, 10],
  [120, 12],
]

/** How many tiles stand beside each other on a wide screen. */
export function columnsFor(total: number): number {
  return COLUMNS.find(([most]) => total <= most)?.[1] ?? 20
}

/** How far a number is claimed: wholly, in part, or not at all. */
export function lightOf(tile: BoardNumber): 'lit' | 'half' | 'open' {
  if (tile.lit) return 'lit'
  return tile.left < tile.quantity ? 'half' : 'open'
}

/** The numbers that more is promised of than a look before. */
export function claimedBetween(before: Board | undefined, after: Board): number[] {
  if (!before) return []
  const left = new Map(before.numbers.map((tile) => [tile.number, tile.left]))
  return after.numbers.filter((tile) => tile.left < (left.get(tile.number) ?? tile.left)).map(({ number }) => number)
}
