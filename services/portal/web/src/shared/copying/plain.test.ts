import { beforeAll, expect, test } from 'vitest'
import { common } from '../common'
import { use } from '../texts'
import { numbered } from './plain'

beforeAll(() => {
  use({ common })
})

test('a list is told with its day, numbered, and without what is empty', () => {
  const lines = numbered('单位', [['红叶书店', '商铺', '', false], ['青松小学']]).split('\n')
  expect(lines[0]).toMatch(/^单位（\d{4}-\d\d-\d\d）$/)
  expect(lines.slice(1)).toEqual(['1. 红叶书店', '   商铺', '2. 青松小学'])
})
