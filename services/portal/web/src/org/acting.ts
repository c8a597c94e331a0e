/** Acting on a card: what came of it is said at the bottom of the page, and the page reads anew. */
import { ref } from 'vue'
import { Problem } from '../api/problem'
import { complaint } from '../shared/complaint'
import { useWrite, type Write } from '../shared/writing'

export const said = ref('')

export function say(text: string): void {
  said.value = text
}

export interface Act<A extends unknown[], T> extends Write<A, T> {
  /** Performs it; says `text` (or what it makes of the answer) when it was done, and answers whether it was. */
  act: (text: string | ((done: T) => string), ...args: A) => Promise<boolean>
}

/** `changed` is called when something is other than the page shows: done by us, or (409) by somebody faster. */
export function useAct<A extends unknown[], T>(
  send: (key: string, ...args: A) => Promise<T>,
  changed: () => void,
): Act<A, T> {
  const write = useWrite(send)

  async function act(text: string | ((done: T) => string), ...args: A): Promise<boolean> {
    if (write.busy.value) return false
    const answer = await write.perform(...args)
    const done = answer !== undefined
    const error = write.error.value
    const overtaken = error instanceof Problem && error.status === 409
    if (done) say(typeof text === 'string' ? text : text(answer))
    else if (overtaken) say(complaint(error))
    if (done || overtaken) changed()
    return done
  }

  return { ...write, act }
}
