import { expect, test } from 'vitest'

import { ends, later, monday, rows, week, type Slot } from './week'

const slot = (day: string, start: string) => ({ day, start, minutes: 120 }) as Slot

test('a week begins on Monday, also over a new year', () => {
  expect(monday('2026-03-04')).toBe('2026-03-02')
  expect(monday('2026-03-02')).toBe('2026-03-02')
  expect(monday('2026-03-08')).toBe('2026-03-02')
  expect(week('2025-12-29').at(-1)).toBe('2026-01-04')
  expect(later('2026-03-01', -1)).toBe('2026-02-28')
})

test('the slots stand in rows by time of day, with holes where there is none', () => {
  const days = week('2026-03-02')
  const found = rows([slot('2026-03-03', '14:00'), slot('2026-03-02', '09:30'), slot('2026-03-02', '14:00')], days)
  expect(found.map(({ start }) => start)).toEqual(['09:30', '14:00'])
  expect(found[0]!.slots.map((one) => one?.day)).toEqual(['2026-03-02', ...Array<undefined>(6).fill(undefined)])
  expect(found[1]!.slots.slice(0, 2).map((one) => one?.day)).toEqual(['2026-03-02', '2026-03-03'])
})

test('when a slot ends', () => {
  expect(ends('14:00', 120)).toBe('16:00')
  expect(ends('22:30', 90)).toBe('24:00')
})
