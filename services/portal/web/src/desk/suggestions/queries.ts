/** What the desk asks of matching about who could help with a request. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { headers } from '../acting'

type M = components['schemas']
export type Suggestions = M['Suggestions']
export type Suggested = M['SuggestedOffer']
export type Asked = M['AskedProvider']
export type Reason = M['Reason']

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
