import { expect, test } from 'vitest'
import { blank, draftOf, newRule, textOf, type Draft } from './draft'

const ROOM: Draft = { ...blank('bookable'), title: '会议室', detail: '周末可借用', category: 'space' }

test('only the fields of the chosen mode are sent', () => {
  const typed: Draft = { ...ROOM, quantity: 3, partners: 2, seasonFirst: '11-01', seasonLast: '03-31', parallel: 5, leadDays: 2 }
  expect(textOf(typed)).toMatchObject({ availability: null, parallel: 5, unit: null, lead_time: 'P2D' })
  expect(Object.keys(textOf(typed))).not.toContain('quantity')
  expect(textOf({ ...typed, mode: 'seasonal' })).toMatchObject({ season: { first: '11-01', last: '03-31' }, quantity: 3 })
  expect(Object.keys(textOf({ ...typed, mode: 'standing' }))).not.toContain('availability')
  expect(textOf({ ...typed, mode: 'one_off', first: '2026-06-01' })).toMatchObject({ available: { first: '2026-06-01', last: null } })
})

test('money is typed in yuan and sent in fen, words are taken apart', () => {
  expect(textOf({ ...ROOM, yuan: 50.5, equipment: '投影、显示屏, 白板' })).toMatchObject({
    price: { amount: 5050, per: 'hour' },
    equipment: ['投影', '显示屏', '白板'],
  })
  expect(textOf(ROOM).price).toBeNull()
})

test('rules are typed as days and come back the same', () => {
  const rules = [
    { ...newRule('2026-01-01'), days: ['MO', 'WE'] },
    { ...newRule('2026-01-01'), every: 'MONTHLY' as const, monthDays: '1、15' },
    { ...newRule('2026-01-01'), every: 'DAILY' as const, last: '2026-12-31' },
    { ...newRule('2026-01-01'), every: 'OTHER' as const, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA' },
  ]
  const sent = textOf({ ...ROOM, rules, closed: ['2026-05-04'], unit: 'slot' })
  expect(sent.availability?.rules?.map(({ rrule }) => rrule)).toEqual([
    'FREQ=WEEKLY;BYDAY=MO,WE',
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    'FREQ=DAILY',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA',
  ])
  const offer = { ...sent, id: 'offer_x', organization_name: '', stale: false, paused: false } as unknown as Parameters<typeof draftOf>[0]
  expect(textOf(draftOf(offer))).toEqual(sent)
})
