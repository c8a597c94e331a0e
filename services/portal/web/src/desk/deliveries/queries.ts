/** What an organization has still to deliver. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { all } from '../pages'

type M = components['schemas']

export interface Promised {
  claim: M['Claim']
  request: M['Promise']
  left: number
}

export async function underWay(organization: string): Promise<Promised[]> {
  const { items } = await all((cursor) =>
    content(
      matching.GET('/api/matching/v1/organizations/{organization}/promises', {
        params: { path: { organization }, query: { limit: 200, cursor } },
      }),
    ),
  )
  return items.flatMap((request) =>
    request.claims
      .filter(({ status }) => status === 'accepted' || status === 'overdue')
      .map((claim) => ({ claim, request, left: claim.promised - (claim.delivered ?? 0) })),
  )
}
