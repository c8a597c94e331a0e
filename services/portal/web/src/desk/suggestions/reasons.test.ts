import { beforeAll, expect, test } from 'vitest'
import { use } from '../../shared/texts'
import { desk } from '../texts'
import { reason } from './reasons'

beforeAll(() => use({ desk }))

test('a reason says what it rests on and what it weighs', () => {
  expect(reason({ code: 'words', weight: 24, words: ['会议室', '投影'], count: null, of: null, day: null })).toContain('会议室、投影')
  expect(reason({ code: 'words', weight: 24, words: ['会议室'], count: null, of: null, day: null })).toMatch(/\+24$/)
  expect(reason({ code: 'stale', weight: -25, words: [], count: null, of: null, day: '2024-01-01' })).toMatch(/2024-01-01 −25$/)
})

test('what has no weight shows none, and what has no day a dash', () => {
  expect(reason({ code: 'asked', weight: 0, words: [], count: null, of: null, day: null })).toBe('已问过，等答复')
  expect(reason({ code: 'used_up', weight: 0, words: [], count: 2, of: null, day: null })).toBe('名额已用完（本月对外 2 次）')
  expect(reason({ code: 'paused', weight: -40, words: [], count: null, of: null, day: null })).toBe('暂停中，到 — −40')
})
