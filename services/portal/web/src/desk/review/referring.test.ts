import { beforeAll, expect, test } from 'vitest'
import { use } from '../../shared/texts'
import { desk } from '../texts'
import { told } from './referring'

const REFERRAL = { to: '街道残联', expected_by: '2026-04-01', outcome: 'done' as const }

beforeAll(() => use({ desk }))

test('of a person only the day is sent on, of a lane what is wanted', () => {
  const passed = { text: '楼道装一盏灯', posted_at: '2026-03-01T02:00:00Z', referral: REFERRAL }
  expect(told({ ...passed, person: null })).toEqual(['楼道装一盏灯', '已转办给街道残联，预计 2026-04-01 前答复', '已办好'])
  expect(told({ ...passed, person: 'person_a' })[0]).toBe('居民心愿 2026-03-01')
})
