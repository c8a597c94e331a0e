/** Plans: proposed, read line by line, changed, carried out. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { headers } from '../acting'
import { all } from '../pages'

type M = components['schemas']
export type Plan = M['PlanView']
export type Line = M['LineView']
export type Other = M['OtherView']
export type Cause = M['Cause']
export type PlanBody = M['PlanBody']
export type Reason = M['PlanEndingBody']['reason']

const ROOT = '/api/matching/v1'

export function plans(community: string) {
  return content(matching.GET(`${ROOT}/communities/{community}/plans`, { params: { path: { community }, query: { limit: 50 } } }))
}

export function lines(plan: string) {
  const path = { plan }
  return all((cursor) => content(matching.GET(`${ROOT}/plans/{plan}/lines`, { params: { path, query: { limit: 200, cursor } } })))
}

export function leftOut(plan: string) {
  const path = { plan }
  return all((cursor) => content(matching.GET(`${ROOT}/plans/{plan}/left-out`, { params: { path, query: { limit: 200, cursor } } })))
}

export function others(plan: string, request: string, part: number | null) {
  const params = { path: { plan, request }, query: { part } }
  return content(matching.GET(`${ROOT}/plans/{plan}/lines/{request}/others`, { params }))
}

export function meetingOf(meeting: string) {
  return content(matching.GET(`${ROOT}/meetings/{meeting}`, { params: { path: { meeting } } }))
}

export function propose(key: string, body: PlanBody) {
  return content(matching.POST(`${ROOT}/plans`, { params: { header: headers(key) }, body }))
}

export function change(key: string, plan: string, { request, part }: Line, provider: string | null) {
  const params = { header: headers(key), path: { plan, request: request.id }, query: { part } }
  return content(matching.PUT(`${ROOT}/plans/{plan}/lines/{request}`, { params, body: { provider, note: '' } }))
}

export function ask(key: string, { request, part }: Line, offer: string) {
  const params = { header: headers(key), path: { request: request.id } }
  return content(matching.POST(`${ROOT}/requests/{request}/suggestions`, { params, body: { offer, part } }))
}

export function end(key: string, plan: string, reason: Reason) {
  const params = { header: headers(key), path: { plan } }
  return content(matching.POST(`${ROOT}/plans/{plan}/ending`, { params, body: { reason, note: '' } }))
}
