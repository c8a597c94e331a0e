/** One's notices, live: the newest ones, how many are unread, and whether the connection stands. */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { newKey } from '../shared/writing'
import { markRead, notices, unreadNotices, type Notice, type Unread } from './queries'
import { follow } from './stream'

const BREATH = 300

export interface Live {
  items: ShallowRef<Notice[]>
  /** All unread ones, and those that ask for something. */
  counts: ShallowRef<Unread>
  /** How many of those listed are unread. */
  unread: ComputedRef<number>
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

/** Follows the notices as long as the component is there; with `todo` only those that ask for something. */
export function useNotices(todo: Ref<boolean> = ref(false)): Live {
  const items = shallowRef<Notice[]>([])
  const next = shallowRef<string>()
  const newest = shallowRef<Notice>()
  const counts = shallowRef<Unread>({ count: 0, todo: 0 })
  const unread = computed(() => (todo.value ? counts.value.todo : counts.value.count))
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
    const wanted = todo.value
    const [page, count] = await Promise.all([notices(wanted), unreadNotices()])
    counts.value = count
    if (wanted !== todo.value) return
    items.value = page.items
    next.value = page.next_cursor ?? undefined
    loaded.value = true
  }

  async function more(): Promise<void> {
    await attempt(async () => {
      const page = await notices(todo.value, next.value)
      items.value = merged(items.value, page.items)
      next.value = page.next_cursor ?? undefined
    })
  }

  /** A notice comes when it was sent, and again when somebody read it: it may be a colleague. */
  function told(notice: Notice): void {
    const known = items.value.some(({ id }) => id === notice.id)
    if (known) items.value = items.value.map((each) => (each.id === notice.id ? notice : each))
    else if (!todo.value || (notice.todo && !notice.read_at)) items.value = [notice, ...items.value]
    if (!known && !notice.read_at) newest.value = notice
    window.clearTimeout(counting)
    counting = window.setTimeout(() => void attempt(count), BREATH)
  }

  async function count(): Promise<void> {
    counts.value = await unreadNotices()
  }

  async function mark(notice: Notice): Promise<void> {
    if (notice.read_at) return
    await markRead(newKey(), notice.id)
    const read = { ...notice, read_at: new Date().toISOString() }
    items.value = items.value.map((each) => (each.id === notice.id ? read : each))
    const { count, todo: asking } = counts.value
    counts.value = { count: Math.max(0, count - 1), todo: Math.max(0, asking - (notice.todo ? 1 : 0)) }
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

  watch(todo, () => {
    loaded.value = false
    items.value = []
    next.value = undefined
    void attempt(load)
  })
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
    counts,
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
