import { expect, test } from 'vitest'
import { blank, given, written } from './clauses'
import type { Clause } from './queries'

const clauses: Clause[] = [
  { kind: 'countable', text: '装灯', what: '灯', category: 'safety', quantity: 50, unit: '盏', by: '2024-06-30' },
  { kind: 'countable', text: '讲座', what: '讲座', category: 'learning', quantity: 2, unit: '次', by: null },
  { kind: 'declaratory', text: '一起走访' },
]

test('clauses come back as they were written', () => {
  expect(given(written(clauses))).toEqual(clauses)
})

test('what belongs to the other kind is left out', () => {
  expect(given([{ ...blank(), kind: 'declaratory', text: '一起走访', what: '灯', quantity: 3 }])).toEqual([{ kind: 'declaratory', text: '一起走访' }])
})
