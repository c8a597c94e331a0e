import { expect, test } from 'vitest'
import { remaining, sorted } from './promised'
import type { Claim, Promised } from './queries'

function promise(id: string, ...claims: Partial<Claim>[]): Promised {
  return { id, claims: claims.map((claim, at) => ({ id: `${id}.${at + 1}`, ...claim })) } as Promised
}

test('what is due first stands first, what is not accepted yet has no deadline and comes last', () => {
  const { now } = sorted([
    promise('a', { status: 'claimed' }),
    promise('b', { status: 'accepted', due_at: '2024-12-09T16:00:00Z' }),
    promise('c', { status: 'overdue', due_at: '2024-12-01T16:00:00Z' }),
  ])
  expect(now.map(({ request }) => request.id)).toEqual(['c', 'b', 'a'])
})

test('each claim of a request stands where it belongs', () => {
  const { now, waiting, past } = sorted([
    promise('a', { status: 'released' }, { status: 'delivered' }, { status: 'accepted' }, { status: 'confirmed' }),
  ])
  expect(now.map(({ claim }) => claim.id)).toEqual(['a.3'])
  expect(waiting.map(({ claim }) => claim.id)).toEqual(['a.2'])
  expect(past.map(({ claim }) => claim.id)).toEqual(['a.1', 'a.4'])
})

test('what was delivered is not to be brought any more', () => {
  expect(remaining({ promised: 5, delivered: 2 } as Claim)).toBe(3)
  expect(remaining({ promised: 5 } as Claim)).toBe(5)
})
