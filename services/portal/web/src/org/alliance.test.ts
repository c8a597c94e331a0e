import { expect, test } from 'vitest'
import { earliest, unconfirmed } from './alliance'

const memberships = [{ since: '2019-01-01', until: '2020-01-01' }, { since: '2022-06-01', until: null }]

test('a year can be confirmed from the last admission to this year, once', () => {
  expect(unconfirmed({ memberships, confirmed: [2023] }, '2025-03-01')).toEqual([2025, 2024, 2022])
})

test('nobody leaves before it joined, or before the pause that goes on', () => {
  const over = { since: '2023-01-01', until: '2023-02-01', reason: 'moving', note: '' } as const
  expect(earliest({ memberships, suspensions: [] })).toBe('2022-06-01')
  expect(earliest({ memberships, suspensions: [over] })).toBe('2022-06-01')
  expect(earliest({ memberships, suspensions: [over, { ...over, since: '2024-01-01', until: null }] })).toBe('2024-01-01')
})
