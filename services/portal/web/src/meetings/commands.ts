/** What the operator's pages ask matching to do. Each is called with the key of its try. */
import { content, matching } from '../api/client'
import type { Claimant, Prepared } from './queries'

const ROOT = '/api/matching/v1'
const MEETING = `${ROOT}/meetings/{meeting}` as const

const header = (key: string) => ({ 'Idempotency-Key': key })
const of = (key: string, meeting: string) => ({ params: { path: { meeting }, header: header(key) } })

export function prepare(key: string, community: string, prepared: Prepared) {
  return content(matching.POST(`${ROOT}/meetings`, { params: { header: header(key) }, body: { community, ...prepared } }))
}

export function change(key: string, meeting: string, version: number, prepared: Prepared) {
  const headers = { ...header(key), 'If-Match': `"${version}"` }
  return content(matching.PUT(MEETING, { params: { path: { meeting }, header: headers }, body: prepared }))
}

export function append(key: string, meeting: string, requests: string[]) {
  return content(matching.POST(`${MEETING}/numbers`, { ...of(key, meeting), body: { requests } }))
}

export function open(key: string, meeting: string) {
  return content(matching.POST(`${MEETING}/opening`, { ...of(key, meeting), body: {} }))
}

export function close(key: string, meeting: string) {
  return content(matching.POST(`${MEETING}/closing`, { ...of(key, meeting), body: {} }))
}

export function intend(key: string, meeting: string, number: number, organization: string) {
  return content(matching.POST(`${MEETING}/intentions`, { ...of(key, meeting), body: { number, organization } }))
}

export function withdraw(key: string, meeting: string, number: number, organization: string) {
  return content(matching.POST(`${MEETING}/intentions/withdrawal`, { ...of(key, meeting), body: { number, organization } }))
}

export function claim(key: string, meeting: string, number: number, { kind, id }: Claimant, quantity?: number) {
  return content(
    matching.POST(`${MEETING}/claims`, { ...of(key, meeting), body: { number, claimant: { kind, id }, quantity: quantity ?? null } }),
  )
}

export function undo(key: string, meeting: string, number: number) {
  const params = { path: { meeting, number }, header: header(key) }
  return content(matching.POST(`${MEETING}/claims/{number}/void`, { params, body: { reason: 'other', note: '' } }))
}
