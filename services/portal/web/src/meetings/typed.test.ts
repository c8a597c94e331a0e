import { expect, test } from 'vitest'
import { typed } from './typed'

const claim = (number: number, query: string, quantity?: number) => ({ number, query, quantity, undo: false })

test.each([
  ['12 bjxx', claim(12, 'bjxx')],
  ['12bjxx', claim(12, 'bjxx')],
  ['１２　北京小学', claim(12, '北京小学')],
  ['24 bjxx 20', claim(24, 'bjxx', 20)],
  ['7 第二小学 3', claim(7, '第二小学', 3)],
  ['7 bj xx', claim(7, 'bj xx')],
  ['12', claim(12, '')],
  [' 12 ', claim(12, '')],
])('%s is a claim', (line, meant) => expect(typed(line)).toEqual(meant))

test.each(['-12', '－12', '- 12'])('%s undoes', (line) => {
  expect(typed(line)).toEqual({ number: 12, query: '', quantity: undefined, undo: true })
})

test.each(['', 'bjxx', '1234 bjxx', '-'])('%s says nothing yet', (line) => expect(typed(line)).toBeUndefined())
