import { expect, test } from 'vitest'
import { within } from './places'

const PLACES = [
  { id: 'grid', kind: 'grid', active: true },
  { id: 'estate', kind: 'estate', active: true },
  { id: 'courtyard', kind: 'courtyard', active: true },
  { id: 'closed', kind: 'grid', active: false },
] as const

test.each([
  ['courtyard', ['grid', 'estate']],
  ['estate', ['grid']],
  ['grid', []],
] as const)('a %s lies in what is wider and still used', (kind, found) => {
  expect(within(PLACES, kind).map(({ id }) => id)).toEqual(found)
})
