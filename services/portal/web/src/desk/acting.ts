/** Doing something at the desk: sent until it is answered, told to everybody (also who cannot see), and read again. */
import { ref, type Ref, type ShallowRef } from 'vue'
import { useWrite } from '../shared/writing'
import { stays } from './focus'

/** What was done last, for the live region of the page. */
export const said = ref('')

export function say(text: string): void {
  said.value = ''
  window.setTimeout(() => (said.value = text))
}

let last = (): boolean => true

/** Whether who acted last has not gone on elsewhere while that was sent and read again: else the focus is not taken back. */
export function stayed(): boolean {
  return last()
}

export type Send<T = unknown> = (key: string) => Promise<T>

export interface Acting {
  busy: Ref<boolean>
  kept: Ref<boolean>
  error: ShallowRef<unknown>
  /** Answers with what came of it, or undefined when it was refused. */
  act: <T>(send: Send<T>, done?: string) => Promise<T | undefined>
}

export function useActing(after: () => unknown = () => undefined): Acting {
  const { busy, kept, error, perform } = useWrite((key: string, send: Send) => send(key))

  async function act<T>(send: Send<T>, done = ''): Promise<T | undefined> {
    last = stays()
    const answer = (await perform(send)) as T | undefined
    if (answer === undefined) return undefined
    if (done) say(done)
    await after()
    return answer
  }

  return { busy, kept, error, act }
}

/** The headers of a write; with `version`, nothing is written when the thing has changed since. */
export function headers(key: string, version?: number): { 'Idempotency-Key': string; 'If-Match'?: string } {
  return version === undefined ? { 'Idempotency-Key': key } : { 'Idempotency-Key': key, 'If-Match': `"${version}"` }
}
