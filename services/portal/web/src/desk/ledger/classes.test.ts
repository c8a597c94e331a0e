import { expect, test } from 'vitest'
import { differing, linesOf, withLine, withoutLine, type ClassLimits, type Line } from './classes'

const SAFETY: ClassLimits = { category: 'safety', claim_due: 'P2WD', reply_due: 'P1D' }
const SCHOOLS: Line = { by: 'peer_class', of: 'school', name: 'claim_due', limit: 'P30D' }

test('classes are read as lines and written so', () => {
  const lines = linesOf([SAFETY])
  expect(lines.map(({ of, name, limit }) => [of, name, limit])).toEqual([
    ['safety', 'claim_due', 'P2WD'],
    ['safety', 'reply_due', 'P1D'],
  ])
  expect(withLine([SAFETY], SCHOOLS)).toEqual([SAFETY, { peer_class: 'school', claim_due: 'P30D' }])
})

test('a limit is said once for each class, and the class goes with its last one', () => {
  expect(withLine([SAFETY], { by: 'category', of: 'safety', name: 'claim_due', limit: 'P3D' })).toEqual([{ category: 'safety', claim_due: 'P3D', reply_due: 'P1D' }])
  const [line] = linesOf([{ kind: 'public', claim_due: 'P9D' }])
  expect(withoutLine([{ kind: 'public', claim_due: 'P9D' }], line!)).toEqual([])
})

test('for a class of organizations only what begins with their claim differs', () => {
  expect(differing('peer_class')).toEqual(['claim_due', 'claim_grace', 'confirm_due'])
  expect(differing('category')).toContain('reply_due')
})
