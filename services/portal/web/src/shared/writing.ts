/** Writing for a page: one idempotency key from the first try to the answer, so that a lost connection does no harm. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { isPassing } from '../api/problem'

const PAUSE = 3_000

export interface Write<A extends unknown[], T> {
  busy: Ref<boolean>
  /** No answer came yet: what was typed is kept and sent again by itself. */
  kept: Ref<boolean>
  error: ShallowRef<unknown>
  /** Answers with what came of it, or undefined when it was refused (`error` says why). */
  perform: (...args: A) => Promise<T | undefined>
}

/** `send(key, …)` is called with the same key until an answer comes; a refusal ends it. */
export function useWrite<A extends unknown[], T>(send: (key: string, ...args: A) => Promise<T>): Write<A, T> {
  const busy = ref(false)
  const kept = ref(false)
  const error = shallowRef<unknown>()
  let gone = false

  async function perform(...args: A): Promise<T | undefined> {
    if (busy.value) return undefined
    const key = newKey()
    busy.value = true
    error.value = undefined
    try {
      for (;;) {
        try {
          return await send(key, ...args)
        } catch (caught) {
          if (!isPassing(caught) || gone) throw caught
          kept.value = true
          await new Promise((wake) => window.setTimeout(wake, PAUSE))
        }
      }
    } catch (caught) {
      error.value = caught
      return undefined
    } finally {
      busy.value = false
      kept.value = false
    }
  }

  onScopeDispose(() => {
    gone = true
  })
  return { busy, kept, error, perform }
}

/** A key of our own; `crypto.randomUUID` needs a secure context, which a page on the office's LAN may not be. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
