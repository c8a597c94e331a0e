import { expect, test } from 'vitest'
import { readGroups, writeGroups } from './groups'

test('groups are read as people type them, and written so', () => {
  const groups = readGroups('汉族 3283\n\n回族：238\n 满族,121 ')
  expect(groups).toEqual([
    { name: '汉族', count: 3283 },
    { name: '回族', count: 238 },
    { name: '满族', count: 121 },
  ])
  expect(readGroups(writeGroups(groups))).toEqual(groups)
})

test('a line without a number is named', () => {
  expect(() => readGroups('汉族 3\n回族')).toThrow('回族')
})
