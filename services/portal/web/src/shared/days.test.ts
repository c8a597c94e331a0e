import { expect, test } from 'vitest'
import { before, day, lastDay, moment, quarter } from './days'

test('a moment is shown in the time of Beijing, whatever the browser thinks', () => {
  expect(moment('2024-12-31T16:30:00Z')).toBe('2025-01-01 00:30')
  expect(day('2024-12-31T16:30:00Z')).toBe('2025-01-01')
})

test('a day stays the day it is', () => {
  expect(day('2024-12-31')).toBe('2024-12-31')
  expect(day(undefined)).toBe('')
})

test('a term that ends at 24:00 is told by the day that ends then', () => {
  expect(lastDay('2026-12-10T16:00:00Z')).toBe('2026-12-10')
  expect(lastDay('2026-12-10T11:00:00Z')).toBe('2026-12-10')
  expect(lastDay('2026-12-10')).toBe('2026-12-10')
  expect(lastDay(null)).toBe('')
})

test('quarters and what lies before them', () => {
  expect(quarter('2024-12-31')).toBe('2024Q4')
  expect(quarter('2024-12-31T16:30:00Z')).toBe('2025Q1')
  expect(before('2025Q1')).toBe('2024Q4')
  expect(before('2024Q3')).toBe('2024Q2')
})
