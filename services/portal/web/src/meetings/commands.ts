/** What the operator's pages ask matching to do. Each is called with the key of its try. */
import { content, matching, registry } from '../api/client'
import type { Claimant, Meeting, Prepared } from './queries'

const ROOT = '/api/matching/v1'
const MEETING = `${ROOT}/meetings/{meeting}` as const

type Held = Pick<Meeting, 'id' | 'community'>

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

/** Registers who claims by name and number, unless that is done: the same key registers nobody twice. */
async function known(key: string, community: string, { id, name, phone }: Claimant): Promise<string> {
  if (id) return id
  const body = { community, name, phone, account: false, consent: 'in_person' } as const
  return (await content(registry.POST('/api/registry/v1/persons', { params: { header: header(key) }, body }))).id
}

/** A resident says aloud what he or she claims, and so agrees to it. */
export async function claim(key: string, { id, community }: Held, number: number, claimant: Claimant, quantity?: number) {
  const { kind } = claimant
  const consent = kind === 'person' ? ({ consent: 'in_person' } as const) : {}
  const who = { kind, id: await known(key, community, claimant) }
  const body = { number, claimant: who, quantity: quantity ?? null, ...consent }
  return content(matching.POST(`${MEETING}/claims`, { ...of(key, id), body }))
}

export function undo(key: string, meeting: string, number: number) {
  const params = { path: { meeting, number }, header: header(key) }
  return content(matching.POST(`${MEETING}/claims/{number}/void`, { params, body: { reason: 'other', note: '' } }))
}
