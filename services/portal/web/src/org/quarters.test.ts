import { expect, test } from 'vitest'
import { quartersOf } from './quarters'

test('a member of today has every quarter since, the latest first', () => {
  expect(quartersOf([{ since: '2023-11-02' }], '2024Q2')).toEqual(['2024Q2', '2024Q1', '2023Q4'])
})

test('one that left and came back has no quarters in between', () => {
  const stretches = [{ since: '2022-01-01', until: '2022-03-31' }, { since: '2022-12-01', until: null }]
  expect(quartersOf(stretches, '2023Q1')).toEqual(['2023Q1', '2022Q4', '2022Q1'])
})

test('nobody is a member in the future', () => {
  expect(quartersOf([{ since: '2023-01-01', until: '2030-01-01' }], '2023Q2')).toEqual(['2023Q2', '2023Q1'])
})
