/** What the desk asks of matching about requests. */
import { content, matching, registry } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { headers } from '../acting'
import { all } from '../pages'

type M = components['schemas']
export type RequestView = M['RequestView']
export type Whole = M['WholeRequest']
export type Claim = M['Claim']
export type HistoryEntry = M['HistoryEntry']
export type How = M['ConfirmationBody']['how']
export type Claimant = M['Claimant']
export interface Wanted {
  kind?: RequestView['kind']
  state?: RequestView['state']
  q?: string
}
type Reasoned<B extends keyof M> = M[B] extends { reason: infer R } ? { reason: R; note: string } : never

export function numberOf(claim: string): number {
  return Number(claim.slice(claim.lastIndexOf('.') + 1))
}

export function requests(community: string, wanted: Wanted) {
  return all((cursor) =>
    content(matching.GET('/api/matching/v1/requests', { params: { query: { community, ...wanted, limit: 200, cursor } } })),
  )
}

export function whole(request: string): Promise<Whole> {
  return content(matching.GET('/api/matching/v1/requests/{request}', { params: { path: { request } } }))
}

/** What happened before the request was opened; the wish or need itself may be gone. */
export async function before(origin: string): Promise<HistoryEntry[]> {
  const asked = origin.startsWith('wish_')
    ? registry.GET('/api/registry/v1/wishes/{wish}', { params: { path: { wish: origin } } })
    : registry.GET('/api/registry/v1/needs/{need}', { params: { path: { need: origin } } })
  return (await content<{ history?: HistoryEntry[] | null }>(asked)).history ?? []
}

function about(key: string, claim: string) {
  const [request, number] = claim.split('.') as [string, string]
  return { header: headers(key), path: { request, number: Number(number) } }
}

function of(key: string, request: string, version?: number) {
  return { header: headers(key, version), path: { request } }
}

const CLAIM = '/api/matching/v1/requests/{request}/claims/{number}'

/** For a resident, `consent` says how he or she agreed; of a need in parts, `part` says which. */
export function claimFor(key: string, request: string, claimant: Claimant, quantity: number | null, consent?: M['ClaimBody']['consent'], part?: number) {
  const body = { claimant, quantity, consent, part }
  return content(matching.POST('/api/matching/v1/requests/{request}/claims', { params: of(key, request), body }))
}

export function accept(key: string, claim: string) {
  return content(matching.POST(`${CLAIM}/acceptance`, { params: about(key, claim), body: {} }))
}

export function decline(key: string, claim: string, body: Reasoned<'DeclineBody'>) {
  return content(matching.POST(`${CLAIM}/declination`, { params: about(key, claim), body }))
}

export function release(key: string, claim: string, body: Reasoned<'ReleaseBody'>) {
  return content(matching.POST(`${CLAIM}/release`, { params: about(key, claim), body }))
}

export function voidClaim(key: string, claim: string, body: Reasoned<'VoidBody'>) {
  return content(matching.POST(`${CLAIM}/void`, { params: about(key, claim), body }))
}

export function extend(key: string, claim: string, body: Reasoned<'ExtendBody'> & { until: string }) {
  return content(matching.POST(`${CLAIM}/extension`, { params: about(key, claim), body }))
}

export function arrange(key: string, claim: string, body: Pick<M['ArrangementBody'], 'on' | 'time' | 'people' | 'escort'>) {
  return content(matching.POST(`${CLAIM}/arrangement`, { params: about(key, claim), body }))
}

export type Brought = Pick<M['DeliveryBody'], 'quantity' | 'occurred_on' | 'evidence_code'> & { final: boolean }

export function deliver(key: string, claim: string, body: Brought) {
  return content(matching.POST(`${CLAIM}/deliveries`, { params: about(key, claim), body }))
}

export function voidDelivery(key: string, claim: string, delivery: number, body: Reasoned<'VoidBody'>) {
  const { header, path } = about(key, claim)
  return content(matching.POST(`${CLAIM}/deliveries/{delivery}/void`, { params: { header, path: { ...path, delivery } }, body }))
}

/** Confirms `claims`, or with none named all that was delivered, on behalf of who wished it, as was said on `day`. */
export function confirm(key: string, request: string, mark: number, how: How, claims: number[], day?: string) {
  const marks = claims.length ? { claims: claims.map((number) => ({ number, mark })) } : { mark }
  return content(matching.POST('/api/matching/v1/requests/{request}/confirmation', { params: of(key, request), body: { how, occurred_on: day, ...marks } as M['ConfirmationBody'] }))
}

export function reopen(key: string, request: string, body: Reasoned<'ReopeningBody'> & { claims: number[] }) {
  return content(matching.POST('/api/matching/v1/requests/{request}/reopening', { params: of(key, request), body }))
}

export function close(key: string, request: string, body: Reasoned<'ClosingBody'>) {
  return content(matching.POST('/api/matching/v1/requests/{request}/closing', { params: of(key, request), body }))
}

export function wait(key: string, request: string, body: Reasoned<'WaitingBody'> & { until: string }) {
  return content(matching.POST('/api/matching/v1/requests/{request}/waiting', { params: of(key, request), body }))
}

export function amend(key: string, { id, version }: Whole, body: Reasoned<'TextBody'> & { text: string }) {
  return content(matching.PUT('/api/matching/v1/requests/{request}/text', { params: of(key, id, version), body }))
}
