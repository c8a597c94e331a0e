/** Showing in turn what has no room at once. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'

export interface Spread {
  pages: number
  size: number
}

/** As few pages as `most` on each allow, and the same number on all of them but the last. */
export function spread(count: number, most: number): Spread {
  const pages = Math.max(1, Math.ceil(count / most))
  return { pages, size: Math.ceil(count / pages) }
}

/** Counts up every `every` milliseconds, unless `paused`. */
export function useTurns(every: () => number, paused?: Ref<boolean>): Ref<number> {
  const turns = ref(0)
  let timer = 0
  const turn = () => {
    if (!paused?.value) turns.value = (turns.value + 1) % 1_000_000
  }
  watch(
    every,
    (pause) => {
      window.clearInterval(timer)
      timer = window.setInterval(turn, pause)
    },
    { immediate: true },
  )
  onScopeDispose(() => window.clearInterval(timer))
  return turns
}
