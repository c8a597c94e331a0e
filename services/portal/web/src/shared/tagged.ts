/** Watching what changes seldom: asked again and again with the ETag of what is shown, so that no change costs nothing. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Problem, Unanswered } from '../api/problem'
import { usePolling } from './reading'

const PATIENCE = 10_000

/** What goes along with a question: the tag of what is there already, and the end of our patience. */
export interface Question {
  headers: Record<string, string>
  signal: AbortSignal
}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

export interface Watch<T> {
  data: ShallowRef<T | undefined>
  /** Why the last answer was a refusal; a lost connection is none. */
  error: ShallowRef<unknown>
  connected: Ref<boolean>
  /** When the last good answer came. */
  seen: Ref<number>
}

/** Asks every `every` milliseconds; `data` stays the same object until there is something new. */
export function useTagged<T>(ask: (question: Question) => Promise<Answer<T>>, every: number): Watch<T> {
  const data = shallowRef<T>()
  const error = shallowRef<unknown>()
  const seen = ref(0)
  let tag = ''

  async function look(): Promise<void> {
    const { data: found, error: refusal, response } = await patiently((signal) => ask({ headers: known(tag), signal }))
    if (response.status !== 304) {
      if (!response.ok) throw new Problem(response.status, (refusal ?? {}) as Record<string, unknown>)
      data.value = found
      tag = response.headers.get('ETag') ?? ''
    }
    seen.value = Date.now()
    error.value = undefined
  }

  const connected = usePolling(async () => {
    try {
      await look()
    } catch (caught) {
      if (caught instanceof Problem) error.value = caught
      throw caught
    }
  }, every)
  return { data, error, connected, seen }
}

function known(tag: string): Record<string, string> {
  return tag ? { 'If-None-Match': tag } : {}
}

/** A pulled cable answers nothing for minutes; we do not wait so long. */
async function patiently<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController()
  const timer = window.setTimeout(() => end.abort(), PATIENCE)
  try {
    return await ask(end.signal)
  } catch (caught) {
    throw end.signal.aborted ? new Unanswered() : caught
  } finally {
    window.clearTimeout(timer)
  }
}
