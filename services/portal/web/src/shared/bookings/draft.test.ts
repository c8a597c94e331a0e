import { expect, test } from 'vitest'
import type { Slot } from '../week'
import { use } from '../texts'
import { blank, bodyOf, madeSaid } from './draft'
import { booking } from './texts'

const slot = { day: '2026-03-02', start: '09:30', free: 1, over: false } as Slot
const us = { kind: 'organization', id: 'org_1' } as const
const made = { bookings: ['one', 'two'], waiting: [], skipped: ['2026-03-16', '2026-03-23'] }

test('a taken slot is waited for, one that is over is entered afterwards', () => {
  expect(bodyOf(blank(), us, slot, 'slot')).toMatchObject({ wait: false, afterwards: false, people: null, weekly_until: null })
  expect(bodyOf(blank(), us, { ...slot, free: 0 }, 'slot')).toMatchObject({ wait: true, afterwards: false })
  expect(bodyOf(blank(), us, { ...slot, free: 0, over: true }, 'slot')).toMatchObject({ wait: false, afterwards: true })
})

test('of a person nothing is said of what for', () => {
  const draft = { ...blank('req_1'), purpose: '开会' }
  expect(bodyOf(draft, us, slot, 'slot')).toMatchObject({ purpose: '开会', for_request: 'req_1' })
  expect(bodyOf(draft, { kind: 'person', id: 'person_1' }, slot, 'slot')).toMatchObject({ purpose: '', for_request: null })
})

test('it is repeated by the week until a day, by the month until the last day of a month', () => {
  expect(bodyOf({ ...blank(), until: '2026-03-30' }, us, slot, 'slot')).toMatchObject({ weekly_until: '2026-03-30', monthly_until: null })
  expect(bodyOf({ ...blank(), until: '2026-04' }, us, slot, 'month')).toMatchObject({ weekly_until: null, monthly_until: '2026-04-30' })
})

test('what came of it is said with how often and without which days', () => {
  use({ booking })
  expect(madeSaid(made as never, { ...blank(), until: '2026-03-30' })).toBe('已预约 2 次。 跳过：2026-03-16、2026-03-23。')
  expect(madeSaid({ ...made, bookings: [], waiting: ['one'], skipped: [] } as never, blank())).toBe('已登记候补。')
  expect(madeSaid({ ...made, waiting: ['three'], skipped: [] } as never, { ...blank(), until: '2026-03-30' })).toBe('已预约 2 次。 另有 1 次登记候补。')
})
