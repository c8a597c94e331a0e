/** What the bell asks of notify. */
import { content, notify } from '../api/client'
import type { components } from '../api/schema/notify'

export type Notice = components['schemas']['NoticeView']

const PAGE = 20

export type Unread = components['schemas']['Unread']

/** One's own notices; with `todo` only unread ones that ask for something. */
export function notices(todo: boolean, cursor?: string) {
  return content(notify.GET('/api/notify/v1/notices', { params: { query: { limit: PAGE, cursor, todo } } }))
}

export function unreadNotices(): Promise<Unread> {
  return content(notify.GET('/api/notify/v1/notices/unread', {}))
}

export function markRead(key: string, notice: string) {
  const params = { path: { notice }, header: { 'Idempotency-Key': key } }
  return content(notify.POST('/api/notify/v1/notices/{notice}/reading', { params, body: {} }))
}
