import { expect, test } from 'vitest'
import { folded, twins } from './twins'

test('the same firm is known however its name was written', () => {
  expect(folded('北京市红叶商贸有限公司')).toBe(folded('红叶商贸（有限责任公司）'))
  expect(folded('红叶 商贸')).toBe('红叶商贸')
  expect(folded('红叶商贸（北京）有限公司')).toBe('红叶商贸')
})

test('a branch is not its head office, and a name of nothing else stays', () => {
  expect(folded('红叶小学')).not.toBe(folded('红叶小学分校'))
  expect(folded('公司')).toBe('公司')
})

test('only what is there twice makes a group', () => {
  const listed = ['红叶商贸有限公司', '青松书店', '北京红叶商贸有限公司'].map((name) => ({ name }))
  expect(twins(listed)).toEqual([[{ name: '红叶商贸有限公司' }, { name: '北京红叶商贸有限公司' }]])
})
