/** Whom to ask how it went, and that nobody was there. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { headers } from '../acting'

type M = components['schemas']
export type Visits = M['ReturnVisits']
export type Place = Visits['places'][number]['place']
export type Visit = M['ReturnVisit']
export type How = M['ReturnVisitBody']['how']

export function visits(community: string): Promise<Visits> {
  return content(matching.GET('/api/matching/v1/communities/{community}/return-visits', { params: { path: { community } } }))
}

/** `day` is when somebody was there: Saturday's paper is entered on Monday. */
export function notReached(key: string, request: string, how: How, day: string) {
  const params = { header: headers(key), path: { request } }
  return content(matching.POST('/api/matching/v1/requests/{request}/return-visits', { params, body: { how, occurred_on: day } }))
}
