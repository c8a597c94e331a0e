import { beforeEach, expect, test } from 'vitest'
import { use } from '../shared/texts'
import { courseOf, courseOfReceipt } from './course'
import type { Entry, Opened, Whole } from './queries'
import { phone } from './texts'
import { words } from './words'

const school = { kind: 'organization', id: 'org_a' }

beforeEach(() => use({ phone, words }))

function entry(at: string, type: string, data: Record<string, unknown> = {}): Entry {
  return { at: `2024-11-${at}T02:00:00Z`, type, data, actor: 'a', by: 'staff', on_behalf_of: null, version: 1 }
}

function whole(...history: Entry[]): Whole {
  return { names: { org_a: '北京小学' }, claimants: [], history } as unknown as Whole
}

test('both histories make one course, in order, with names', () => {
  const request = whole(
    entry('03', 'request_opened'),
    entry('04', 'request_claimed', { claimant: school }),
    entry('05', 'claim_accepted', { claimant: school, due_at: '2024-11-30T16:00:00Z' }),
    entry('09', 'delivered', { claimant: school, occurred_on: '2024-11-08' }),
    entry('10', 'delivery_confirmed', { claimant: school, mark: 5 }),
  )
  const wish = [entry('01', 'wish_posted'), entry('06', 'wish_contact_revealed', { party: 'org_a' }), entry('02', 'wish_published')]
  expect(courseOf(wish, request).map(({ text }) => text)).toEqual([
    '说出心愿',
    '社区审核通过，已公布',
    '北京小学认领',
    '社区确认由北京小学来办，最迟 2024-11-30',
    '一家单位为办理此事查看了联系方式',
    '北京小学说 2024-11-08 办了',
    '确认北京小学办了，评价“很满意”',
  ])
})

test('a neighbour who gives is not named', () => {
  const request = whole(entry('04', 'request_claimed', { claimant: { kind: 'person', id: 'person' } }))
  expect(courseOf([], request)[0]?.text).toBe('一位邻居认领')
})

test('a receipt shows the same without a history of the wish', () => {
  const opened = {
    stages: [
      { step: 'posted', at: '2024-11-01T02:00:00Z' },
      { step: 'claimed', at: '2024-11-04T02:00:00Z' },
      { step: 'rejected', at: '2024-11-02T02:00:00Z' },
    ],
    reason: 'duplicate',
  } as unknown as Opened
  expect(courseOfReceipt(opened).map(({ text }) => text)).toEqual(['说出心愿', '没有公布：和另一个心愿相同'])
})
