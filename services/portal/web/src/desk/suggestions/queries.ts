/** What the desk asks of matching about who could help with a request. */
import { content, evaluation, matching } from '../../api/client'
import { Problem } from '../../api/problem'
import type { components as Evaluation } from '../../api/schema/evaluation'
import type { components } from '../../api/schema/matching'
import { before, quarter, today } from '../../shared/days'
import { headers } from '../acting'
import type { Whole } from '../cases/queries'

type M = components['schemas']
export type Suggestions = M['Suggestions']
export type Suggested = M['SuggestedOffer']
export type Asked = M['AskedProvider']
export type Reason = M['Reason']
export type Benefit = M['SuggestedBenefit']

const ONE = '/api/matching/v1/requests/{request}/suggestions/{number}'

export function suggestions(request: string, on: string): Promise<Suggestions> {
  const params = { path: { request }, query: { limit: 10, on: on || undefined } }
  return content(matching.GET('/api/matching/v1/requests/{request}/suggestions', { params }))
}

export function ask(key: string, request: string, offer: string, part: number | null) {
  const params = { header: headers(key), path: { request } }
  return content(matching.POST('/api/matching/v1/requests/{request}/suggestions', { params, body: { offer, part } }))
}

function about(key: string, request: string, number: number) {
  return { header: headers(key), path: { request, number } }
}

export function accept(key: string, request: string, number: number) {
  return content(matching.POST(`${ONE}/acceptance`, { params: about(key, request, number), body: {} }))
}

export function refuse(key: string, request: string, number: number, body: M['SuggestionNoBody']) {
  return content(matching.POST(`${ONE}/refusal`, { params: about(key, request, number), body }))
}

export function withdraw(key: string, request: string, number: number, body: M['RetractionBody']) {
  return content(matching.POST(`${ONE}/withdrawal`, { params: about(key, request, number), body }))
}

/** The community meets the need, or the part of it, with a benefit. */
export function give(key: string, { id, community }: Whole, benefit: Benefit) {
  const params = { header: headers(key), path: { request: id } }
  const body = { claimant: { kind: 'community' as const, id: community }, benefit: benefit.id, part: benefit.part }
  return content(matching.POST('/api/matching/v1/requests/{request}/claims', { params, body }))
}

/** The scorecard of the last whole quarter; none where the organization was no member then. */
export async function lastCard(organization: string): Promise<{ quarter: string; card?: Evaluation['schemas']['Scorecard'] }> {
  const last = before(quarter(today()))
  const params = { path: { organization, quarter: last } }
  try {
    return { quarter: last, card: await content(evaluation.GET('/api/evaluation/v1/organizations/{organization}/scorecards/{quarter}', { params })) }
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return { quarter: last }
    throw error
  }
}
