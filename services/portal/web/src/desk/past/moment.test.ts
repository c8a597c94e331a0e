import { expect, test } from 'vitest'
import { momentOf } from './moment'

const NOW = new Date('2026-03-02T09:30:20+08:00')

test('a day is looked at as it ended, a time as it is said, and today as it stands', () => {
  expect(momentOf('2026-03-01', '', NOW)).toBe('2026-03-02T00:00:00+08:00')
  expect(momentOf('2026-02-28', '', NOW)).toBe('2026-03-01T00:00:00+08:00')
  expect(momentOf('2026-03-01', '14:05', NOW)).toBe('2026-03-01T14:05:00+08:00')
  expect(momentOf('2026-03-01', '14:05:09.250', NOW)).toBe('2026-03-01T14:05:09.250+08:00')
  expect(momentOf('2026-03-02', '', NOW)).toBe('2026-03-02T01:30:00.000Z')
})
