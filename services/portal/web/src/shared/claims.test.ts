import { expect, test } from 'vitest'
import { keptNumbers } from './claims'

const confirmed = { id: 'req_a.1', delivered: 2, confirmed: 2 }
const waiting = { id: 'req_a.2', delivered: 3, confirmed: 1 }
const promised = { id: 'req_a.10', delivered: 0, confirmed: 0 }

test('what waits for a word is meant before what is confirmed, and a mere promise never', () => {
  expect(keptNumbers([confirmed, waiting, promised])).toEqual([2])
  expect(keptNumbers([confirmed, promised])).toEqual([1])
  expect(keptNumbers([promised])).toEqual([])
})
