/** What is being typed, kept in this tab until it is sent: a reload or a lost connection loses nothing. */
import { reactive, watch, type Reactive } from 'vue'

const PREFIX = 'draft.'

/** A draft called `name`, as it was left, else as `empty` makes it; every change is kept at once. */
export function useDraft<T extends object>(name: string, empty: () => T): { draft: Reactive<T>; clear: () => void } {
  const draft = reactive<T>({ ...empty(), ...kept<T>(name) })
  watch(draft, () => sessionStorage.setItem(PREFIX + name, JSON.stringify(draft)), { flush: 'sync' })

  function clear(): void {
    Object.assign(draft, empty())
    sessionStorage.removeItem(PREFIX + name)
  }

  return { draft, clear }
}

/** Forgets all drafts, for whoever uses this phone next. */
export function forgetDrafts(): void {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))
  for (const name of names) sessionStorage.removeItem(name)
}

function kept<T>(name: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? '{}') as Partial<T>
  } catch {
    return {}
  }
}
