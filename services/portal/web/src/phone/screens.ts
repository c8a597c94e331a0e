/** Which screen the address shows: what stands behind `#`, so that Back, reload and bookmarks work. */
import { nextTick, onScopeDispose, shallowRef, type ShallowRef } from 'vue'

export type Name = 'start' | 'post' | 'mine' | 'wish' | 'receipt' | 'notices' | 'steward' | 'thanks'

export interface Screen {
  name: Name
  /** The wish a screen is about. */
  wish: string
}

const SIMPLE = new Map<string, Name>(
  (['post', 'mine', 'receipt', 'notices', 'steward', 'thanks'] as const).map((name) => [name, name]),
)

export function screenOf(hash: string): Screen {
  const [first = '', second = ''] = hash.replace(/^#\/?/, '').split('/')
  if (first === 'wishes' && /^wish_[a-z2-7]{26}$/.test(second)) return { name: 'wish', wish: second }
  return { name: SIMPLE.get(first) ?? 'start', wish: '' }
}

export function go(path: string): void {
  location.hash = `#/${path}`
}

/** The screen shown now; `changed` is called when it was replaced by another one and stands there. */
export function useScreen(changed: () => void): ShallowRef<Screen> {
  const screen = shallowRef(screenOf(location.hash))
  function turn(): void {
    screen.value = screenOf(location.hash)
    void nextTick(changed)
  }
  window.addEventListener('hashchange', turn)
  onScopeDispose(() => window.removeEventListener('hashchange', turn))
  return screen
}
