/** What the bell asks of notify. */
import { content, notify } from '../api/client'
import type { components } from '../api/schema/notify'

export type Notice = components['schemas']['NoticeView']

const PAGE = 20

export function notices(cursor?: string) {
  return content(notify.GET('/api/notify/v1/notices', { params: { query: { limit: PAGE, cursor } } }))
}

export async function unreadCount(): Promise<number> {
  return (await content(notify.GET('/api/notify/v1/notices/unread', {}))).count
}

export function markRead(key: string, notice: string) {
  const params = { path: { notice }, header: { 'Idempotency-Key': key } }
  return content(notify.POST('/api/notify/v1/notices/{notice}/reading', { params, body: {} }))
}
