import { expect, test } from 'vitest'
import { arranged, litBetween, MOST, placed, type Light, type Lights } from './seeds'

const lights = (each: Record<string, Light>): Lights => new Map(Object.entries(each))

test('at first the lit ones lie inside; later everybody keeps the place, lit or not', () => {
  const first = arranged([], lights({ a: 'open', b: 'fulfilled', c: 'claimed' }))
  expect(first.map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  const later = arranged(first, lights({ d: 'open', a: 'fulfilled', b: 'fulfilled' }))
  expect(later).toEqual([
    { id: 'b', light: 'fulfilled' },
    { id: 'a', light: 'fulfilled' },
    { id: 'd', light: 'open' },
  ])
})

test('of too many, fulfilled ones give way, never an open one that fits', () => {
  const many = Object.fromEntries(Array.from({ length: MOST + 50 }, (_, n) => [`w${n}`, 'fulfilled' as Light]))
  const seeds = arranged([], lights({ ...many, waiting: 'open' }))
  expect(seeds).toHaveLength(MOST)
  expect(seeds.at(-1)).toEqual({ id: 'waiting', light: 'open' })
})

test('what brightened is told, what is new or was taken back is not', () => {
  const before = lights({ a: 'open', b: 'claimed', c: 'claimed', d: 'open' })
  const after = lights({ a: 'claimed', b: 'fulfilled', c: 'open', d: 'open', e: 'claimed' })
  expect(litBetween(before, after)).toEqual({ claimed: ['a'], fulfilled: ['b'] })
})

test('seeds lie inside the circle and do not lie on each other', () => {
  const seeds = placed(arranged([], lights(Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`w${n}`, 'open'])))), 200)
  for (const [index, one] of seeds.entries()) {
    expect(Math.hypot(one.x, one.y) + one.size).toBeLessThanOrEqual(200.1)
    for (const other of seeds.slice(index + 1)) {
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(one.size)
    }
  }
})
