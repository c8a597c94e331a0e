import { expect, test } from 'vitest'
import { isObvious } from './obvious'

const school = { name: '北京小学', initials: ['bjxx'] }
const branch = { name: '北京小学广内分校', initials: ['bjxxgnfx'] }
const bakery = { name: '贝佳西点', initials: ['bjxd', 'bjxx'] }

test('initials that only one has to the letter are meant for it, however many begin with them', () => {
  expect(isObvious([school, branch], 'bjxx')).toBe(true)
  expect(isObvious([branch, school], 'bj')).toBe(false)
})

test('initials that two have, in whatever reading, are doubtful', () => {
  expect(isObvious([school, bakery, branch], 'bjxx')).toBe(false)
})

test('a whole name is meant for the one who has it, and who is found alone is meant', () => {
  expect(isObvious([school, branch], '北京小学')).toBe(true)
  expect(isObvious([branch], 'gnfx')).toBe(true)
  expect(isObvious([], 'x')).toBe(false)
})
