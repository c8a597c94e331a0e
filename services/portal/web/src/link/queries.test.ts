import { expect, test } from 'vitest'
import { tokenOf } from './queries'

const LETTERS = 'a'.repeat(26)

test('a whole link has a token, what was cut off has none', () => {
  expect(tokenOf(`#offer_${LETTERS}.${LETTERS}`)).toBe(`offer_${LETTERS}.${LETTERS}`)
  expect(tokenOf(`#req_${LETTERS}.${LETTERS}`)).toBe(`req_${LETTERS}.${LETTERS}`)
  for (const cut of ['', '#', `#offer_${LETTERS}`, `#req_${LETTERS}.${LETTERS.slice(1)}`, `#wish_${LETTERS}.${LETTERS}`]) expect(tokenOf(cut)).toBe('')
})
