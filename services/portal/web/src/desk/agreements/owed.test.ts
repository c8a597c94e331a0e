import { expect, test } from 'vitest'
import { stillOwed } from './owed'

const LIGHTS = { kind: 'countable' as const, text: '装灯', what: '灯', category: 'safety' as const, quantity: 50, unit: '盏', by: '2024-06-30' }

test('only what can be counted and is open is owed, by its day', () => {
  const lines = [
    { clause: LIGHTS, due: '2024-06-30', open: 20 },
    { clause: LIGHTS, due: '2023-06-30', open: 0 },
    { clause: { kind: 'declaratory' as const, text: '一起走访' }, due: '2024-12-31', open: null },
  ]
  expect(stillOwed(lines)).toEqual([{ what: '灯', open: 20, quantity: 50, unit: '盏', due: '2024-06-30' }])
})
