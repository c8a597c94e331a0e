import { expect, test } from 'vitest'
import { peerClassCode } from './peerClasses'

test('a known class is found by its word in either language, and one of their own has no spaces', () => {
  expect(['大型企业', 'Large company', '老字号', '老字号 连锁'].map(peerClassCode)).toEqual(['company_large', 'company_large', '老字号', '老字号_连锁'])
})
