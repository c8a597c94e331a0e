import { beforeAll, expect, test } from 'vitest'
import { use } from '../texts'
import { publicOnes, stands, told } from './plain'
import { need, needPart } from './texts'

const GUARDS = {
  title: '保安',
  detail: '夜里值守',
  text: '夜里值守，每周五天',
  organization_name: '石榴籽楼宇',
  stale: false,
  state: 'published' as const,
  progress: 'open' as const,
  audience: 'public' as const,
  kind: 'vacancy' as const,
  quantity: 3,
  unit: '人',
  hired: 0,
  parts: [],
}

beforeAll(() => {
  use({ need, needPart })
})

test('a need is told with how many are still wanted', () => {
  expect(told(GUARDS)).toEqual(['保安 · 石榴籽楼宇', '夜里值守，每周五天', '招 3 人'])
  expect(told({ ...GUARDS, title: '保洁', hired: 1, stale: true })).toEqual(['保洁 · 石榴籽楼宇（待核实）', '夜里值守，每周五天', '招 3 人，还差 2'])
})

test('of a need in parts each part is told', () => {
  const parts = [{ name: '音响', category: 'supplies' as const, quantity: 2, unit: '套' }]
  expect(told({ ...GUARDS, kind: 'help', progress: 'claimed', parts })).toEqual(['保安 · 石榴籽楼宇（已有人承接）', '夜里值守，每周五天', '3 人', '音响 2 套'])
})

test('only what everybody may see and is not over is told', () => {
  const others = [
    { ...GUARDS, audience: 'members' as const },
    { ...GUARDS, state: 'posted' as const },
    { ...GUARDS, progress: 'referred' as const },
  ]
  expect(publicOnes([GUARDS, ...others])).toEqual([GUARDS])
})

test('a need whose request is not opened yet stands on the list', () => {
  expect(stands({ state: 'published', progress: null })).toBe(true)
  expect(stands({ state: 'published', progress: 'impossible' })).toBe(false)
})
