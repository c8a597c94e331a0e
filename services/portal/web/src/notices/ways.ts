/** Where notices lead to. A wish and its request have the same letters. */
import type { Notice } from './queries'

type About = Pick<Notice, 'kind' | 'params'>

export function atDesk({ kind, params }: About): string | undefined {
  if (kind === 'wish_posted' && params.wish) return `/desk/review/${params.wish}`
  return params.request ? `/desk/cases/${params.request}` : undefined
}

export function onPhone({ params }: About): string | undefined {
  const wish = params.wish ?? (params.request_kind === 'need' ? undefined : params.request)
  return wish ? `#/wishes/${String(wish).replace(/^req_/, 'wish_')}` : undefined
}
