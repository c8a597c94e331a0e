import { expect, test } from 'vitest'
import { before, day, moment, quarter } from './days'

test('a moment is shown in the time of Beijing, whatever the browser thinks', () => {
  expect(moment('2024-12-31T16:30:00Z')).toBe('2025-01-01 00:30')
  expect(day('2024-12-31T16:30:00Z')).toBe('2025-01-01')
})

test('a day stays the day it is', () => {
  expect(day('2024-12-31')).toBe('2024-12-31')
  expect(day(undefined)).toBe('')
})

test('quarters and what lies before them', () => {
  expect(quarter('2024-12-31')).toBe('2024Q4')
  expect(quarter('2024-12-31T16:30:00Z')).toBe('2025Q1')
  expect(before('2025Q1')).toBe('2024Q4')
  expect(before('2024Q3')).toBe('2024Q2')
})
