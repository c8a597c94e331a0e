import { expect, test } from 'vitest'
import { isMoving, standingOf, type Seen, type Told } from './standing'

const published: Told = { state: 'published', progress: 'claimed', kind: 'person' }

function request(claims: object[], more: object = {}): Seen {
  return { state: 'open', reopened: false, claims, ...more } as unknown as Seen
}

function claim(status: string, delivered = 0, confirmed = 0): object {
  return { status, delivered, confirmed }
}

test('until it is published, the wish says itself how it stands', () => {
  expect(standingOf({ ...published, state: 'posted', progress: null })).toBe('posted')
  expect(standingOf({ ...published, state: 'rejected', progress: null })).toBe('rejected')
  expect(standingOf({ ...published, progress: null })).toBe('open')
  expect(standingOf({ ...published, progress: 'resolved' })).toBe('fulfilled')
})

test('what was delivered waits for the person, whatever else is under way', () => {
  const claims = [claim('accepted'), claim('delivered', 2, 0)]
  expect(standingOf(published, request(claims))).toBe('delivered')
  expect(standingOf({ ...published, kind: 'public' }, request(claims))).toBe('delivered_public')
})

test('the other ways it may stand', () => {
  expect(standingOf(published, request([claim('claimed')]))).toBe('claimed')
  expect(standingOf(published, request([claim('accepted')]))).toBe('accepted')
  expect(standingOf(published, request([claim('accepted')], { reopened: true }))).toBe('reopened')
  expect(standingOf(published, request([claim('overdue')]))).toBe('overdue')
  expect(standingOf(published, request([claim('released')]))).toBe('open')
  expect(standingOf(published, request([], { state: 'fulfilled' }))).toBe('fulfilled')
  expect(standingOf(published, request([], { state: 'closed' }))).toBe('closed')
})

test('only what is under way is asked of matching', () => {
  expect(isMoving(published)).toBe(true)
  expect(isMoving({ ...published, progress: 'fulfilled' })).toBe(false)
  expect(isMoving({ ...published, state: 'posted' })).toBe(false)
})
