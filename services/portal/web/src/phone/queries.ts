/** What the phone asks of registry and matching. */
import type { Middleware } from 'openapi-fetch'
import { afterWrites, content, matching, registry } from '../api/client'
import type { components as Matching } from '../api/schema/matching'
import type { components as Registry } from '../api/schema/registry'

export type Wish = Registry['schemas']['WishView']
export type Opened = Registry['schemas']['OpenedWish']
export type Whole = Matching['schemas']['WholeRequest']
export type Entry = Matching['schemas']['HistoryEntry']
export type Consent = NonNullable<Registry['schemas']['PersonBody']['consent']>
export type Confirmation = Matching['schemas']['ConfirmationBody']
export type Visit = Matching['schemas']['ReturnVisit']
export type Visits = Matching['schemas']['ReturnVisits']
export type Reopening = Matching['schemas']['ReopeningBody']

/** What a receipt opened: it speaks for its bearer in place of a sign-in. */
export interface Pass {
  token: () => Promise<string>
}

const PAGE = 20

export function wishes(community: string, cursor?: string) {
  const params = { path: { community }, query: { limit: PAGE, cursor } }
  return content(registry.GET('/api/registry/v1/communities/{community}/wishes', { params }))
}

export function wish(id: string): Promise<Wish> {
  return content(registry.GET('/api/registry/v1/wishes/{wish}', { params: { path: { wish: id } } }))
}

export async function request(id: string, pass?: Pass): Promise<Whole> {
  const params = { path: { request: id } }
  return content(matching.GET('/api/matching/v1/requests/{request}', { params, ...(await showing(pass)) }))
}

export function registerPerson(key: string, body: Registry['schemas']['PersonBody']) {
  return content(registry.POST('/api/registry/v1/persons', { params: keyed(key), body }))
}

export function postWish(key: string, body: Registry['schemas']['WishBody']) {
  return content(registry.POST('/api/registry/v1/wishes', { params: keyed(key), body }))
}

export function withdraw(key: string, id: string, body: Registry['schemas']['WishWithdrawalBody']) {
  const params = { ...keyed(key), path: { wish: id } }
  return content(registry.POST('/api/registry/v1/wishes/{wish}/withdrawal', { params, body }))
}

export async function thank(key: string, id: string, body: Registry['schemas']['ThanksBody'], pass?: Pass) {
  const params = { ...keyed(key), path: { wish: id } }
  return content(registry.POST('/api/registry/v1/wishes/{wish}/thanks', { params, body, ...(await showing(pass)) }))
}

export async function takeThanksBack(key: string, id: string, pass?: Pass) {
  const params = { ...keyed(key), path: { wish: id } }
  const options = { params, body: { reason: 'consent_withdrawn' as const }, ...(await showing(pass)) }
  return content(registry.POST('/api/registry/v1/wishes/{wish}/thanks/withdrawal', options))
}

/** What was said in thanks to somebody who fulfilled wishes, the latest first. */
export function thanksFor(person: string, cursor?: string) {
  const params = { path: { person }, query: { limit: PAGE, cursor } }
  return content(registry.GET('/api/registry/v1/persons/{person}/thanks', { params }))
}

export function close(key: string, id: string, body: Matching['schemas']['ClosingBody']) {
  const params = { ...keyed(key), path: { request: id } }
  return content(matching.POST('/api/matching/v1/requests/{request}/closing', { params, body }))
}

/** The public wishes that wait to be confirmed where this person is the steward. */
export function toConfirm(person: string): Promise<Visits> {
  return content(matching.GET('/api/matching/v1/persons/{person}/return-visits', { params: { path: { person } } }))
}

export async function confirm(key: string, id: string, body: Confirmation, pass?: Pass) {
  const params = { ...keyed(key), path: { request: id } }
  const options = { params, body, ...(await showing(pass)) }
  return content(matching.POST('/api/matching/v1/requests/{request}/confirmation', options))
}

export async function reopen(key: string, id: string, body: Reopening, pass?: Pass) {
  const params = { ...keyed(key), path: { request: id } }
  const options = { params, body, ...(await showing(pass)) }
  return content(matching.POST('/api/matching/v1/requests/{request}/reopening', options))
}

export function openReceipt(number: string, code: string): Promise<Opened> {
  const params = { query: afterWrites('registry') }
  return content(registry.POST('/api/registry/v1/receipts/opening', { params, body: { number, code } }))
}

export function makeReceipt(key: string, id: string) {
  const params = { ...keyed(key), path: { wish: id } }
  return content(registry.POST('/api/registry/v1/wishes/{wish}/receipt', { params, body: {} }))
}

function keyed(key: string) {
  return { header: { 'Idempotency-Key': key } }
}

async function showing(pass?: Pass): Promise<{ middleware?: Middleware[] }> {
  if (!pass) return {}
  const token = await pass.token()
  const show: Middleware = {
    onRequest({ request: asked }) {
      asked.headers.set('Authorization', `Bearer ${token}`)
      return asked
    },
  }
  return { middleware: [show] }
}
