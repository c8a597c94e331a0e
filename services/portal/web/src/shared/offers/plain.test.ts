import { beforeAll, expect, test } from 'vitest'
import { offer } from './texts'
import { use } from '../texts'
import { publicOnes, told } from './plain'

const ROOM = {
  title: '会议室',
  detail: '周末可借用',
  organization_name: '石榴籽楼宇',
  mode: 'bookable' as const,
  seats: 100,
  stale: false,
  paused: true,
  state: 'listed' as const,
  audience: 'public' as const,
}

beforeAll(() => {
  use({ offer })
})

test('an offer is told with what it says, and with what one has to know', () => {
  expect(told(ROOM)).toEqual(['会议室 · 石榴籽楼宇（暂停）', '周末可借用', '100 人', '时间另约'])
  expect(told({ ...ROOM, title: '车位', stale: true, paused: false })[0]).toBe('车位 · 石榴籽楼宇（待核实）')
})

test('only what everybody may see is told', () => {
  const others = [{ ...ROOM, available: { first: null, last: '2024-01-01' } }, { ...ROOM, audience: 'members' as const }, { ...ROOM, state: 'submitted' as const }]
  expect(publicOnes([ROOM, ...others])).toEqual([ROOM])
})
