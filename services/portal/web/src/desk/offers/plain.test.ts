import { beforeAll, expect, test } from 'vitest'
import { offer } from '../../shared/offers/texts'
import { use } from '../../shared/texts'
import { desk } from '../texts'
import { plainText, publicOnes } from './plain'

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
  use({ offer, desk })
})

test('the list is told as a text, one paragraph for each offer', () => {
  const lines = plainText([ROOM, { ...ROOM, title: '车位', stale: true, paused: false }]).split('\n')
  expect(lines[0]).toMatch(/^资源清单（\d{4}-\d\d-\d\d）$/)
  expect(lines.slice(1, 4)).toEqual(['1. 会议室 · 石榴籽楼宇（暂停）', '   周末可借用；100 人；时间另约', '2. 车位 · 石榴籽楼宇（待核实）'])
})

test('only what everybody may see is told', () => {
  const others = [{ ...ROOM, audience: 'members' as const }, { ...ROOM, state: 'submitted' as const }]
  expect(publicOnes([ROOM, ...others])).toEqual([ROOM])
})
