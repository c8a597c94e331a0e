import { expect, test } from 'vitest'
import { isPhone, isPhoneBegun, typed } from './typed'

const claim = (number: number, query: string, quantity?: number) => ({ number, query, quantity, undo: false })

test.each([
  ['12 bjxx', claim(12, 'bjxx')],
  ['12bjxx', claim(12, 'bjxx')],
  ['１２　北京小学', claim(12, '北京小学')],
  ['24 bjxx 20', claim(24, 'bjxx', 20)],
  ['7 第二小学 3', claim(7, '第二小学', 3)],
  ['7 bj xx', claim(7, 'bj xx')],
  ['12 13800000021', claim(12, '13800000021')],
  ['12 138 0000 0021', claim(12, '13800000021')],
  ['12 138-0000-0021 20', claim(12, '13800000021', 20)],
  ['12 010-63000003', claim(12, '01063000003')],
  ['12 13800000021 王芳', { ...claim(12, '13800000021'), name: '王芳' }],
  ['12 138 0000 0021 王芳 3', { ...claim(12, '13800000021', 3), name: '王芳' }],
  ['12', claim(12, '')],
  [' 12 ', claim(12, '')],
])('%s is a claim', (line, meant) => expect(typed(line)).toEqual(meant))

test.each(['-12', '－12', '- 12'])('%s undoes', (line) => {
  expect(typed(line)).toEqual({ number: 12, query: '', quantity: undefined, undo: true })
})

test.each(['', 'bjxx', '1234 bjxx', '-'])('%s says nothing yet', (line) => expect(typed(line)).toBeUndefined())

test('a resident is meant by a whole phone number, nothing shorter', () => {
  expect(['13800000021', '+8613800000021', '01063000003'].map(isPhone)).toEqual([true, true, true])
  expect(['bjxx', '1380000', '1380000002', '2024', ''].map(isPhone)).toEqual([false, false, false, false, false])
})

test('nothing of a number that is being typed is looked for by name', () => {
  expect(['1380', '1380000002', '138 0000', '+86138', '010-6300'].map(isPhoneBegun)).toEqual([true, true, true, true, true])
  expect(['bjxx', '85', '361度', '第1380中学'].map(isPhoneBegun)).toEqual([false, false, false, false])
})
