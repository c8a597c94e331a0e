/** The live feed of one's own notices. An EventSource can't say who we are, so it is read by `fetch`. */
import { Problem } from '../api/problem'
import { language } from '../shared/texts'
import { bearer } from '../signin/session'
import { eventsOf } from './events'
import type { Notice } from './queries'

const ADDRESS = '/api/notify/v1/notices/stream'
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000

export interface Feed {
  /** The stream stands: whatever comes from now on will be told. Called again after each break. */
  opened: () => void
  told: (notice: Notice) => void
  broken: () => void
  /** We may not follow it any more, most likely because the sign-in has expired. */
  refused: (error: Problem) => void
}

/** Follows the feed until the answered function is called, or until we are no longer signed in. */
export function follow(feed: Feed): () => void {
  const gone = new AbortController()
  void keepFollowing(feed, gone.signal)
  return () => gone.abort()
}

async function keepFollowing(feed: Feed, gone: AbortSignal): Promise<void> {
  let last = ''
  let pause = FIRST_PAUSE
  while (!gone.aborted && bearer()) {
    try {
      await once(last, gone, {
        ...feed,
        opened: () => {
          pause = FIRST_PAUSE
          feed.opened()
        },
        seen: (id) => (last = id),
      })
    } catch (error) {
      if (gone.aborted) return
      if (error instanceof Problem) return feed.refused(error)
      feed.broken()
    }
    await new Promise((wake) => window.setTimeout(wake, pause))
    pause = Math.min(2 * pause, LONGEST_PAUSE)
  }
}

async function once(last: string, gone: AbortSignal, feed: Feed & { seen: (id: string) => void }): Promise<void> {
  const headers: Record<string, string> = { Authorization: `Bearer ${bearer()}`, 'Accept-Language': language() }
  if (last) headers['Last-Event-ID'] = last
  const answer = await fetch(ADDRESS, { headers, signal: gone, cache: 'no-store' })
  if (answer.status === 401 || answer.status === 403) throw new Problem(answer.status, {})
  if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`)
  feed.opened()
  const take = eventsOf(({ event, data, id }) => {
    if (event === 'notice') feed.told(JSON.parse(data) as Notice)
    if (id) feed.seen(id)
  })
  const decoder = new TextDecoder()
  const reader = answer.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    take(decoder.decode(value, { stream: true }))
  }
}
