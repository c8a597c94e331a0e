/** One's notices, live: the newest ones, how many are unread, and whether the connection stands. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { newKey } from '../shared/writing'
import { markRead, notices, unreadCount, type Notice } from './queries'
import { follow } from './stream'

const BREATH = 300

export interface Live {
  items: ShallowRef<Notice[]>
  unread: Ref<number>
  /** The one that came while we looked, to be said aloud. */
  newest: ShallowRef<Notice | undefined>
  connected: Ref<boolean>
  loaded: Ref<boolean>
  /** Several are being marked as read. */
  marking: Ref<boolean>
  error: ShallowRef<unknown>
  next: ShallowRef<string | undefined>
  more: () => Promise<void>
  read: (notice: Notice) => Promise<void>
  readAll: () => Promise<void>
}

/** Follows the notices as long as the component is there. */
export function useNotices(): Live {
  const items = shallowRef<Notice[]>([])
  const next = shallowRef<string>()
  const newest = shallowRef<Notice>()
  const unread = ref(0)
  const connected = ref(true)
  const loaded = ref(false)
  const marking = ref(false)
  let counting = 0
  const error = shallowRef<unknown>()

  async function attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act()
      error.value = undefined
    } catch (caught) {
      error.value = caught
    }
  }

  async function load(): Promise<void> {
    const [page, count] = await Promise.all([notices(), unreadCount()])
    items.value = page.items
    next.value = page.next_cursor ?? undefined
    unread.value = count
    loaded.value = true
  }

  async function more(): Promise<void> {
    await attempt(async () => {
      const page = await notices(next.value)
      items.value = merged(items.value, page.items)
      next.value = page.next_cursor ?? undefined
    })
  }

  /** A notice comes when it was sent, and again when somebody read it: it may be a colleague. */
  function told(notice: Notice): void {
    const known = items.value.find(({ id }) => id === notice.id)
    items.value = known ? items.value.map((each) => (each.id === notice.id ? notice : each)) : [notice, ...items.value]
    if (!known && !notice.read_at) newest.value = notice
    window.clearTimeout(counting)
    counting = window.setTimeout(() => void attempt(count), BREATH)
  }

  async function count(): Promise<void> {
    unread.value = await unreadCount()
  }

  async function mark(notice: Notice): Promise<void> {
    if (notice.read_at) return
    await markRead(newKey(), notice.id)
    const read = { ...notice, read_at: new Date().toISOString() }
    items.value = items.value.map((each) => (each.id === notice.id ? read : each))
    unread.value = Math.max(0, unread.value - 1)
  }

  /** Unread ones come first, so page after page is marked until there is none. */
  async function markAll(): Promise<void> {
    for (;;) {
      const waiting = items.value.filter(({ read_at }) => !read_at)
      if (!waiting.length) return
      for (const notice of waiting) await mark(notice)
      await load()
    }
  }

  async function readAll(): Promise<void> {
    marking.value = true
    await attempt(markAll)
    marking.value = false
  }

  const stop = follow({
    opened: () => {
      connected.value = true
      void attempt(load)
    },
    told,
    broken: () => void (connected.value = false),
    refused: (refusal) => void (error.value = refusal),
  })
  onScopeDispose(() => {
    stop()
    window.clearTimeout(counting)
  })
  return {
    items,
    unread,
    newest,
    connected,
    loaded,
    marking,
    error,
    next,
    more,
    read: (notice) => attempt(() => mark(notice)),
    readAll,
  }
}

/** `more` after `known`, without what is there already. */
export function merged(known: Notice[], more: Notice[]): Notice[] {
  const ids = new Set(known.map(({ id }) => id))
  return [...known, ...more.filter(({ id }) => !ids.has(id))]
}
