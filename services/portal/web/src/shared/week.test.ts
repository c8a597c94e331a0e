import { expect, test } from 'vitest'

import { common } from './common'
import { use } from './texts'
import { lastOf, later, monday, rows, week, when, type Slot } from './week'

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

test('when a slot is, by the clock', () => {
  use({ common })
  expect(when({ day: '2026-03-02', start: '14:00', minutes: 120 })).toBe('2026-03-02 14:00–16:00')
  expect(when({ day: '2026-03-02', start: '22:30', minutes: 90 })).toBe('2026-03-02 22:30–24:00')
})

test('when a slot is, by the month or for what is left of one, in both languages', () => {
  use({ common })
  const days = (count: number) => count * 24 * 60
  expect(when({ day: '2026-12-01', start: '00:00', minutes: days(31) })).toBe('2026年12月（整月）')
  expect(when({ day: '2026-12-15', start: '00:00', minutes: days(17) })).toBe('2026-12-15 至 2026-12-31')
  expect(when({ day: '2026-12-15', start: '00:00', minutes: days(31) })).toBe('2026-12-15 至 2027-01-14')
  expect(when({ day: '2026-12-01', start: '08:00', minutes: days(31) })).toBe('2026-12-01 08:00 至 2027-01-01 08:00')
  localStorage.setItem('language', 'en')
  use({ common })
  expect(when({ day: '2026-12-01', start: '00:00', minutes: days(31) })).toBe('December 2026 (the whole month)')
  localStorage.removeItem('language')
})

test('the last day of a month', () => {
  expect([lastOf('2026-12'), lastOf('2028-02')]).toEqual(['2026-12-31', '2028-02-29'])
})
