/** Reading for a page: what was read, whether it is being read, and why not. */
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { isPassing, Problem } from '../api/problem'

/** What was just written may not be there to be read yet: so often, and so many milliseconds apart, it is asked for again. */
const TRIES = 5
const PAUSE = 1_000

export interface Read<T> {
  data: ShallowRef<T | undefined>
  error: ShallowRef<unknown>
  busy: Ref<boolean>
  reload: () => Promise<void>
}

export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await load()
    } catch (caught) {
      if (tried === TRIES || !(caught instanceof Problem && caught.status === 503)) throw caught
      await new Promise((wake) => window.setTimeout(wake, PAUSE))
    }
  }
}

/** Reads now, and again on `reload`; an older answer never overwrites a newer one. */
export function useRead<T>(load: () => Promise<T>): Read<T> {
  const data = shallowRef<T>()
  const error = shallowRef<unknown>()
  const busy = ref(false)
  let turn = 0

  async function reload(): Promise<void> {
    const mine = ++turn
    busy.value = true
    try {
      const loaded = await patiently(load)
      if (mine !== turn) return
      data.value = loaded
      error.value = undefined
    } catch (caught) {
      if (mine === turn) error.value = caught
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  void reload()
  return { data, error, busy, reload }
}

export interface Growing<T> {
  /** The first page. */
  first: Read<T[]>
  items: ComputedRef<T[]>
  /** Where the next page begins, if there is one. */
  next: ShallowRef<string | undefined>
  /** Why the last one asked for did not come. */
  sorry: ShallowRef<unknown>
  more: () => Promise<void>
}

/** Reads the first page now, and another one each time somebody asks for more. */
export function useGrowing<T>(load: (cursor?: string) => Promise<{ items: T[]; next_cursor: string | null }>): Growing<T> {
  const earlier = shallowRef<T[]>([])
  const next = shallowRef<string>()
  const sorry = shallowRef<unknown>()
  const first = useRead(async () => {
    const page = await load()
    earlier.value = []
    next.value = page.next_cursor ?? undefined
    return page.items
  })

  async function more(): Promise<void> {
    sorry.value = undefined
    try {
      const page = await load(next.value)
      earlier.value = [...earlier.value, ...page.items]
      next.value = page.next_cursor ?? undefined
    } catch (caught) {
      sorry.value = caught
    }
  }

  return { first, items: computed(() => [...(first.data.value ?? []), ...earlier.value]), next, sorry, more }
}

/** Calls `look` every `every` milliseconds until the component goes; says whether the last one was answered. */
export function usePolling(look: () => Promise<void>, every: number): Ref<boolean> {
  const connected = ref(true)
  let timer = 0
  let gone = false

  async function turn(): Promise<void> {
    try {
      await look()
      connected.value = true
    } catch (error) {
      connected.value = !isPassing(error)
    }
    if (!gone) timer = window.setTimeout(() => void turn(), every)
  }

  void turn()
  onScopeDispose(() => {
    gone = true
    window.clearTimeout(timer)
  })
  return connected
}
