import { beforeAll, expect, test } from 'vitest'
import { use } from '../shared/texts'
import { amountOf, phoneOf } from './amount'
import { wall } from './texts'

beforeAll(() => {
  use({ wall })
})

test('of a vacancy it is said how many are wanted, and how many of them are still looked for', () => {
  const guards = { kind: 'vacancy' as const, quantity: 3, unit: '人' }
  expect(amountOf({ ...guards, hired: 0 })).toBe('招 3 人')
  expect(amountOf({ ...guards, hired: 1 })).toBe('招 3 人，还差 2')
  expect(amountOf({ ...guards, kind: 'help', hired: 0 })).toBe('3 人')
})

test.each([
  ['+86 10 6300 0003', '010 6300 0003'],
  ['+86 138 0000 0021', '138 0000 0021'],
  ['+852 2345 6789', '+852 2345 6789'],
  ['12345', '12345'],
])('%s is dialled as %s', (number, dialled) => expect(phoneOf(number)).toBe(dialled))
