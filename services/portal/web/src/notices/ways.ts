/** Where notices lead to. A wish or need and its request have the same letters. */
import type { Notice } from './queries'

type About = Pick<Notice, 'kind' | 'params'>

export function atDesk({ kind, params }: About): string | undefined {
  if (kind === 'wish_posted' && params.wish) return `/desk/review/${params.wish}`
  if (kind.startsWith('offer_') && params.offer) return `/desk/offers/${params.offer}`
  if (kind === 'wish_guardian_changed') return '/desk/today'
  if (kind === 'membership_applied' && params.organization) return `/desk/organizations/${params.organization}`
  if (params.agreement) return `/desk/agreements/${params.agreement}`
  const request = params.request ?? published(kind, params)?.replace(/^(wish|need)_/, 'req_')
  return request ? `/desk/cases/${request}` : undefined
}

/** The wish or need that now has a request. */
function published(kind: string, params: About['params']): string | undefined {
  const origin = kind === 'wish_published' || kind === 'thanks_said' ? params.wish : kind === 'need_published' ? params.need : undefined
  return origin === undefined ? undefined : String(origin)
}

export function onPhone({ kind, params }: About): string | undefined {
  if (params.thanked) return '#/thanks'
  if (kind === 'delivered' && params.wish_kind === 'public') return '#/steward' // it is only the steward who is told
  const wish = params.wish ?? (params.request_kind === 'need' ? undefined : params.request)
  return wish ? `#/wishes/${String(wish).replace(/^req_/, 'wish_')}` : undefined
}
