/** Keeps the keyboard's place: what has the focus may go (a form that closes, a line that is done) or be disabled while
 * something is sent, and then the browser would begin at the top of the page again. */
import { onBeforeUnmount, onMounted, type Ref } from 'vue'

const MOST = 20

function usable(one: HTMLElement): boolean {
  return one.isConnected && !one.matches(':disabled')
}

function lost(): boolean {
  return !document.activeElement || document.activeElement === document.body
}

/** What got the focus last because it was lost. */
let given: Element | null = null

/** Answers whether nobody has gone on elsewhere since: the focus is where it was, or where it came to by itself. */
export function stays(): () => boolean {
  const then = document.activeElement
  return () => lost() || document.activeElement === then || document.activeElement === given
}

/** Within `root` the focus goes back to what had it before, as far as that is still there, else to `root` itself. */
export function useFocusKept(root: Ref<HTMLElement | undefined>): void {
  /** What had the focus in `root`, the latest last. */
  let trail: HTMLElement[] = []

  function came({ target }: FocusEvent): void {
    trail = [...trail.filter((one) => one !== target), target as HTMLElement].slice(-MOST)
  }

  /** Left on purpose, to elsewhere or by a click on nothing: it is not to come back. */
  async function left({ target, relatedTarget }: FocusEvent): Promise<void> {
    if (relatedTarget && root.value?.contains(relatedTarget as Node)) return
    await Promise.resolve()
    if (relatedTarget || (lost() && usable(target as HTMLElement))) trail = []
  }

  function find(): void {
    if (!lost() || !trail.length) return
    while (trail.length && !trail.at(-1)!.isConnected) trail.pop()
    const last = trail.at(-1)
    if (last && !usable(last)) return // it is busy, and comes back
    last?.focus()
    if (lost()) root.value?.focus({ preventScroll: true })
    given = document.activeElement
  }

  const watching = new MutationObserver(find)

  onMounted(() => {
    root.value?.addEventListener('focusin', came)
    root.value?.addEventListener('focusout', left)
    watching.observe(root.value!, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
  })
  onBeforeUnmount(() => watching.disconnect())
}
