import { beforeAll, expect, test } from 'vitest'
import { use } from '../texts'
import { factsOf, hoursOf, pauseOf } from './facts'
import { offer } from './texts'

beforeAll(() => {
  use({ offer })
})

test('a bookable room says when, for how many, and for how much', () => {
  const rule = { rrule: 'FREQ=WEEKLY;BYDAY=MO,WE', start: '14:00', minutes: 120, first: '2026-01-01', last: null }
  const said = factsOf({
    mode: 'bookable',
    seats: 100,
    equipment: ['投影', '显示屏'],
    availability: { rules: [rule], closed: ['2026-05-04'], extra: [] },
    lead_time: 'P1D',
    price: { amount: 5050, per: 'hour' },
  })
  expect(said).toEqual(['100 人', '投影、显示屏', '每周一、三 14:00–16:00', '停用：2026-05-04', '提前 1 天预约', '50.5 元/小时'])
})

test('other modes say what is theirs', () => {
  expect(factsOf({ mode: 'seasonal', season: { first: '11-01', last: '03-31' }, quantity: 8 })).toEqual(['数量 8', '每年 11-01 至 03-31'])
  expect(factsOf({ mode: 'standing', partners: 3, partners_left: 3 })).toEqual(['最多结对 3 户（家）'])
  expect(factsOf({ mode: 'standing', partners: 3, partners_left: 0 })).toEqual(['最多结对 3 户（家）', '还可结对 0 户（家）'])
  expect(factsOf({ mode: 'one_off', quantity: 8, quantity_left: 2 })).toEqual(['数量 8', '还剩 2'])
  expect(factsOf({ mode: 'one_off', available: { first: '2026-06-01' } })).toEqual(['2026-06-01 起'])
  expect(factsOf({ mode: 'bookable' })).toEqual(['时间另约'])
})

test('without a price it is free; where none was read, nothing is said of it', () => {
  expect(factsOf({ mode: 'standing', price: null })).toEqual(['免费'])
  expect(factsOf({ mode: 'standing' })).toEqual([])
})

test('a slot ends at midnight at the latest, a pause says until when and why', () => {
  expect(hoursOf('00:00', 1440)).toBe('00:00–24:00')
  expect(pauseOf({ first: '2026-12-01', last: '2026-12-10', reason: 'renovation' }, true)).toBe('暂停中：2026-12-01 至 2026-12-10（装修）')
})
