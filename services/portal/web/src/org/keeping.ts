/** Keeps the keyboard's place: when what had the focus goes, its card takes it, or else `otherwise`. */
import { onBeforeUnmount, onMounted, type Ref } from 'vue'

export function useKeptPlace(within: Ref<HTMLElement | undefined>, otherwise: Ref<HTMLElement | undefined>): void {
  let had: HTMLElement | undefined
  let card: HTMLElement | null = null

  function remember(event: FocusEvent): void {
    had = event.target as HTMLElement
    card = had.closest('.card')
  }

  function forget(event: FocusEvent): void {
    const left = event.target as HTMLElement
    queueMicrotask(() => {
      if (left === had && left.isConnected) had = undefined
    })
  }

  const watcher = new MutationObserver(() => {
    if (!had || had.isConnected) return
    had = undefined
    if (document.activeElement && document.activeElement !== document.body) return
    const next = card?.isConnected ? card.querySelector<HTMLElement>('button, summary, input, select') : otherwise.value
    next?.focus({ preventScroll: true })
  })

  onMounted(() => {
    within.value?.addEventListener('focusin', remember)
    within.value?.addEventListener('focusout', forget)
    if (within.value) watcher.observe(within.value, { childList: true, subtree: true })
  })
  onBeforeUnmount(() => watcher.disconnect())
}
