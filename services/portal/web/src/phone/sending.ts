/** Something filled in and then sent: the key of a try is kept with what was typed, so that it is done once. */
import { Problem, isPassing } from '../api/problem'
import { newKey, useWrite, type Write } from '../shared/writing'
import { useDraft } from './draft'
import type { Reactive } from 'vue'

interface Keyed {
  /** The key under which it is being sent; empty while it is only typed. */
  key: string
}

export interface Sending<T extends object, R> extends Omit<Write<[], R>, 'perform'> {
  draft: Reactive<T & Keyed>
  clear: () => void
  perform: () => Promise<void>
}

/** Sends the draft called `name` until it is answered, also after a reload; `done` gets what came of it. */
export function useSending<T extends object, R>(
  name: string,
  empty: () => T,
  send: (key: string, filled: Reactive<T & Keyed>) => Promise<R>,
  done: (result: R) => void,
): Sending<T, R> {
  const { draft, clear } = useDraft<T & Keyed>(name, () => ({ ...empty(), key: '' }))
  const write = useWrite(() => send(draft.key, draft))

  async function perform(): Promise<void> {
    if (write.busy.value) return
    draft.key ||= newKey()
    const result = await write.perform()
    if (result === undefined) {
      if (!isUndecided(write.error.value)) draft.key = ''
      return
    }
    clear()
    done(result)
  }

  if (draft.key) void perform()
  return { ...write, draft, clear, perform }
}

/** Whether it may have been done, or may be done with the same key: no answer, or only the sign-in has expired. */
export function isUndecided(error: unknown): boolean {
  return isPassing(error) || (error instanceof Problem && error.status === 401)
}
