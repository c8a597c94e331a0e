/** What somebody types is asked of the API after a short pause, which finds it by words, pinyin and initials. */
import { computed, onScopeDispose, watch, type ComputedRef } from 'vue'
import { useRead, type Read } from './reading'

/** Milliseconds without a key until what was typed is asked for. */
const PAUSE = 200
/** The API takes no longer words. */
const LONGEST = 60

interface Known {
  id: string
}

export interface Found<T> {
  read: Read<T[]>
  /** What the API found; nothing while nothing is typed. */
  items: ComputedRef<T[]>
}

/** Calls `then` once `typed` has rested. */
export function useTyped(typed: () => string, then: () => void): void {
  let timer = 0
  watch(typed, () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(then, PAUSE)
  })
  onScopeDispose(() => window.clearTimeout(timer))
}

/** What `load` finds by what is typed. */
export function useFound<T>(typed: () => string, load: (q: string) => Promise<T[]>): Found<T> {
  const read = useRead(async () => {
    const q = typed().trim().slice(0, LONGEST)
    return q ? load(q) : []
  })
  useTyped(typed, () => void read.reload())
  return { read, items: computed(() => (read.error.value || !typed().trim() ? [] : (read.data.value ?? []))) }
}

/** Those of `rows` that fit as they stand or were found by the API, then those found that were not among them. */
export function joined<T extends Known>(rows: T[], fits: (row: T) => boolean, found: T[]): T[] {
  const ids = new Set(found.map(({ id }) => id))
  const known = new Set(rows.map(({ id }) => id))
  return [...rows.filter((row) => ids.has(row.id) || fits(row)), ...found.filter(({ id }) => !known.has(id))]
}
