/** What residents answer to a vacancy, as the desk enters it. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { headers } from '../acting'

type M = components['schemas']
export type Answer = M['Answer']
export type Settled = Pick<M['AnswerOutcomeBody'], 'outcome' | 'occurred_on'>
type Consent = M['services__matching__api__answers__AnswerBody']['consent']

/** `consent` says how the resident agreed that it is entered. */
export function answer(key: string, request: string, person: string, consent: Consent) {
  const params = { header: headers(key), path: { request } }
  return content(matching.POST('/api/matching/v1/requests/{request}/answers', { params, body: { person, consent } }))
}

export function settle(key: string, request: string, number: number, body: Settled) {
  const params = { header: headers(key), path: { request, answer: number } }
  return content(matching.POST('/api/matching/v1/requests/{request}/answers/{answer}/outcome', { params, body }))
}
