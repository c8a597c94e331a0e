import { expect, test } from 'vitest'
import { atDesk, onPhone } from './ways'

test('a notice leads to what it is about', () => {
  expect(atDesk({ kind: 'wish_posted', params: { wish: 'wish_a' } })).toBe('/desk/review/wish_a')
  expect(atDesk({ kind: 'delivered', params: { request: 'req_a' } })).toBe('/desk/cases/req_a')
  expect(atDesk({ kind: 'wish_published', params: { wish: 'wish_a' } })).toBe('/desk/cases/req_a')
  expect(atDesk({ kind: 'need_published', params: { need: 'need_a' } })).toBe('/desk/cases/req_a')
  expect(atDesk({ kind: 'offer_ended', params: { offer: 'offer_a' } })).toBe('/desk/offers/offer_a')
  expect(atDesk({ kind: 'wish_guardian_changed', params: { wish: 'wish_a' } })).toBe('/desk/today')
  expect(atDesk({ kind: 'wish_rejected', params: { wish: 'wish_a' } })).toBeUndefined()
  expect(atDesk({ kind: 'thanks_said', params: { wish: 'wish_a' } })).toBe('/desk/cases/req_a')
  expect(atDesk({ kind: 'membership_applied', params: { organization: 'org_a' } })).toBe('/desk/organizations/org_a')
  expect(atDesk({ kind: 'membership_started', params: {} })).toBeUndefined()
  expect(onPhone({ kind: 'wish_posted', params: { wish: 'wish_a' } })).toBe('#/wishes/wish_a')
  expect(onPhone({ kind: 'thanks_published', params: { wish: 'wish_a' } })).toBe('#/wishes/wish_a')
  expect(onPhone({ kind: 'thanks_published', params: { wish: 'wish_a', thanked: 1 } })).toBe('#/thanks')
  expect(onPhone({ kind: 'delivered', params: { request: 'req_a', request_kind: 'wish' } })).toBe('#/wishes/wish_a')
  expect(onPhone({ kind: 'delivered', params: { request: 'req_a', request_kind: 'need' } })).toBeUndefined()
})

test('a steward goes from the notice to what waits', () => {
  const params = { request: `req_${'a2'.repeat(13)}`, request_kind: 'wish', wish_kind: 'public' }
  expect(onPhone({ kind: 'delivered', params })).toBe('#/steward')
  expect(onPhone({ kind: 'delivered', params: { ...params, wish_kind: 'person' } })).toContain('#/wishes/')
})
