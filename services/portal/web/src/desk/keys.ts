/** Keys of a page, such as `ctrl+enter`. Only with Ctrl or Alt: single letters belong to who types or listens. */
import { onBeforeUnmount, onMounted } from 'vue'

export type Keys = Record<string, () => unknown>

export function pressed(event: KeyboardEvent): string {
  const parts = [event.ctrlKey || event.metaKey ? 'ctrl' : '', event.altKey ? 'alt' : '', event.shiftKey ? 'shift' : '']
  const key = event.altKey && /^(Digit|Key)/.test(event.code) ? event.code.replace(/^(Digit|Key)/, '') : event.key
  return [...parts.filter(Boolean), key.toLowerCase()].join('+')
}

export function useKeys(keys: Keys): void {
  function listen(event: KeyboardEvent): void {
    const act = event.isComposing || event.repeat ? undefined : keys[pressed(event)]
    if (!act) return
    event.preventDefault()
    void act()
  }

  onMounted(() => document.addEventListener('keydown', listen))
  onBeforeUnmount(() => document.removeEventListener('keydown', listen))
}
