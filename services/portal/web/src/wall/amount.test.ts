import { expect, test } from 'vitest'
import { phoneOf } from './amount'

test.each([
  ['+86 10 6300 0003', '010 6300 0003'],
  ['+86 138 0000 0021', '138 0000 0021'],
  ['+852 2345 6789', '+852 2345 6789'],
  ['12345', '12345'],
])('%s is dialled as %s', (number, dialled) => expect(phoneOf(number)).toBe(dialled))
