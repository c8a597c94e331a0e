import { beforeAll, expect, test } from 'vitest'
import { use } from '../shared/texts'
import { endSaid } from './ends'
import { org } from './texts'

beforeAll(() => {
  use({ org })
})

const OPEN = { confirmed: 2, unit: '套' }
const REFERRAL = { to: '街道城管科', expected_by: '2026-12-01', due_at: '2026-12-01T16:00:00Z', asked: false, note: '' }

test('an open need has no end', () => {
  expect(endSaid(OPEN)).toEqual([])
})

test('the answer that it is impossible is told with its reason and note', () => {
  expect(endSaid({ ...OPEN, end: { kind: 'impossible', reason: 'beyond_powers', note: '归产权单位' } })).toEqual([
    '社区答复：无法办到',
    '原因：超出社区权限',
    '社区说明：归产权单位',
  ])
})

test('what was done in part is counted', () => {
  expect(endSaid({ ...OPEN, end: { kind: 'partly', reason: 'no_more_givers', note: '' } })).toEqual([
    '部分解决：完成 2 套，其余不再办',
    '原因：没有更多单位承接',
  ])
})

test('of a referral it is told to whom, and what came of it', () => {
  const end = { kind: 'referred' as const, note: '', referral: REFERRAL }
  expect(endSaid({ ...OPEN, end })).toEqual(['已转办给街道城管科，预计 2026-12-01 前答复'])
  expect(endSaid({ ...OPEN, end: { ...end, referral: { ...REFERRAL, asked: true } } }).at(-1)).toBe('到期还没有答复，社区正在询问')
  const told = { ...REFERRAL, asked: true, outcome: 'not_done' as const, occurred_on: '2026-12-03', note: '明年再排' }
  expect(endSaid({ ...OPEN, end: { ...end, referral: told } }).slice(1)).toEqual(['转办结果：没有办成（2026-12-03）', '社区说明：明年再排'])
})

test('a reason nobody has words for is left out', () => {
  expect(endSaid({ ...OPEN, end: { kind: 'closed', reason: 'something_new', note: '' } })).toEqual(['已关闭'])
})
