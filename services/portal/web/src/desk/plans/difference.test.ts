import { beforeAll, expect, test } from 'vitest'
import { use } from '../../shared/texts'
import { desk } from '../texts'
import { difference } from './difference'

const OFFERS = { code: 'offers' as const, cost: 60, about: [] }
const WORDS = { code: 'words' as const, cost: -20, about: ['古筝'] }
const NEAR = { code: 'elsewhere_near' as const, cost: 15, about: [] }
const STALE = { code: 'stale' as const, cost: 15, about: [] }
const BUSY = { code: 'busy' as const, cost: 8, about: ['1'] }

beforeAll(() => {
  use({ desk })
})

test('what gets worse is said side by side', () => {
  expect(difference([OFFERS, WORDS], [OFFERS, NEAR], 35)).toBe('比现在差不少；没有现在对口（现在：提供这类资源；都说到：古筝，改后：提供这类资源）；更远：在邻近社区')
})

test('what gets better is said too', () => {
  expect(difference([OFFERS, STALE, BUSY], [OFFERS], -23)).toBe('比现在好一些；资源核实过；没有现在这家忙')
})

test('as good as now is no difference', () => {
  expect(difference([OFFERS], [OFFERS], 0)).toBe('和现在一样合适')
})
