import { expect, test } from 'vitest'
import { readingAfter } from './followed'

test('a text that says it is shown as it will read, at every place', () => {
  expect(readingAfter(['请找张某某，张某某在家', '两名志愿者', null], '张某某')).toEqual(['请找（已去除），（已去除）在家'])
})

test('before anything is typed nothing would change', () => {
  expect(readingAfter(['请找张某某'], '')).toEqual([])
})
