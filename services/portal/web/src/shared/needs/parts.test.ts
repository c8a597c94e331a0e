import { beforeAll, expect, test } from 'vitest'
import { use } from '../texts'
import { blankPart, partOf, unitOf, wholeOf } from './parts'
import { needPart } from './texts'

beforeAll(() => use({ needPart }))

test('parts add up, in their unit where they share it', () => {
  const lamps = { ...blankPart('repair'), name: '灯', quantity: 4, unit: '盏' }
  expect(wholeOf([lamps, { ...lamps, quantity: 2 }])).toEqual({ quantity: 6, unit: '盏' })
  expect(wholeOf([lamps, { ...lamps, name: '门', quantity: 1, unit: '扇' }])).toEqual({ quantity: 5, unit: '项' })
})

test('a claim is counted in the unit of its part, else of the whole', () => {
  const request = { unit: '项', parts: [{ number: 1, name: '灯', unit: '盏' }, { number: 2, name: '门', unit: '扇' }] }
  expect(unitOf(request, { part: 2 })).toBe('扇')
  expect(unitOf(request, { part: null })).toBe('项')
  expect(partOf(request, { part: 1 })?.name).toBe('灯')
  expect(partOf({ parts: [] }, {})).toBeUndefined()
})
