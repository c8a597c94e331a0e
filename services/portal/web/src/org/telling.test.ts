import { beforeAll, expect, test } from 'vitest'
import { offer } from '../shared/offers/texts'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import type { Agreement, SheetLine } from './agreements'
import type { Booking } from './bookings/queries'
import type { Line } from './promised'
import type { Request } from './queries'
import { isPublic, isToCome, toldAgreement, toldBooking, toldLoan, toldPromise, toldRequest } from './telling'
import { org } from './texts'

const LAMPS = { title: '', text: '换楼道灯', quantity: 5, left: 3, unit: '盏', parts: [], organization: null, audience: 'public' } as unknown as Request
const HALL = { title: '大厅', day: '2026-12-01', start: '09:00', minutes: 120, starts_at: '2026-12-01T01:00:00Z', ends_at: '2026-12-01T03:00:00Z', provider: { id: 'org_p', name: '电力大厦' }, people: 40, purpose: '排练', state: 'booked', booker: { kind: 'organization', id: 'org_a', name: '红叶书店' } } as unknown as Booking

beforeAll(() => {
  use({ common, offer, org })
})

test('what can be claimed is told with how much is left, and only where everybody may see it', () => {
  expect(toldRequest(LAMPS)).toEqual(['换楼道灯', '', undefined, '还差 3 盏（共 5 盏）'])
  expect(isPublic({ audience: 'members' })).toBe(false)
})

test('a promise is told with its amounts and its last day', () => {
  const claim = { promised: 2, delivered: 1, status: 'accepted', due_at: '2026-12-09T16:00:00Z' }
  expect(toldPromise({ request: LAMPS, claim } as unknown as Line)).toEqual(['换楼道灯', undefined, undefined, '进行中', '承诺 2 盏，已送达 1，已确认 0', '期限 2026-12-09'])
})

test('what we booked is told with whose it is; what others booked of us without their name and purpose', () => {
  expect(toldBooking(HALL)).toEqual(['2026-12-01 09:00–11:00 · 大厅', '电力大厦', '人数 40', '排练', '已预约'])
  expect(toldLoan(HALL)).toEqual(['2026-12-01 09:00–11:00 · 大厅', '单位', '人数 40', '已预约'])
})

test('what is over or was given back is not sent on', () => {
  const ahead = { ...HALL, ends_at: '2999-01-01T00:00:00Z' }
  expect([ahead, { ...ahead, state: 'missed' as const }, { ...HALL, ends_at: '2024-01-01T00:00:00Z' }].map(isToCome)).toEqual([true, false, false])
})

test('an agreement is told with each clause and how far it is', () => {
  const agreement = { title: '红墙同心', stands: 'in_force', since: '2026-01-01', until: '2026-12-31' } as unknown as Agreement
  const line = { line: { clause: { kind: 'countable', text: '五十盏灯', quantity: 50, unit: '盏' } }, verdict: 'kept', done: 50 } as unknown as SheetLine
  const told = toldAgreement({ agreement, lines: [line] })
  expect(told[0]).toMatch(/^红墙同心 · /)
  expect(told[2]).toMatch(/^五十盏灯 .*50/)
})
