/** Claims typed faster than they are answered: each waits its turn, and says what became of it. */
import { computed, onScopeDispose, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { complaint } from '../shared/complaint'
import { useWrite } from '../shared/writing'
import { claim, intend, undo } from './commands'
import type { Claimant, Meeting } from './queries'

export interface Entry {
  id: number
  what: 'claim' | 'intention' | 'undo'
  number: number
  claimant?: Claimant
  quantity?: number
  state: 'waiting' | 'done' | 'refused' | 'undone'
  complaint: string
}

export type Wanted = Pick<Entry, 'what' | 'number' | 'claimant' | 'quantity'>

export interface Entering {
  log: Ref<Entry[]>
  waiting: ComputedRef<number>
  /** The connection is gone; what was typed is sent by itself when it is back. */
  kept: Ref<boolean>
  enter: (wanted: Wanted) => void
  /** Takes back the last claim of this page that stands; false if there is none. */
  undoLast: () => boolean
}

const KEPT = 200

/** Sends what is entered one after the other; `after` is called when one was answered. */
export function useEntering(meeting: () => Meeting, after: () => Promise<void>): Entering {
  const log = ref<Entry[]>([])
  const write = useWrite((key: string, entry: Wanted) => send(key, meeting(), entry))
  const waiting = computed(() => log.value.filter(({ state }) => state === 'waiting').length)
  let last: Promise<void> = Promise.resolve()
  let made = 0

  function enter(wanted: Wanted): void {
    const entry = reactive<Entry>({ ...wanted, id: ++made, state: 'waiting', complaint: '' })
    log.value = [entry, ...log.value].slice(0, KEPT)
    last = last.then(() => run(entry))
  }

  async function run(entry: Entry): Promise<void> {
    const done = await write.perform(entry)
    entry.state = done ? 'done' : 'refused'
    entry.complaint = done ? '' : complaint(write.error.value)
    if (done && entry.what === 'undo') strike(entry.number)
    await after()
  }

  function strike(number: number): void {
    const standing = log.value.find((entry) => entry.what === 'claim' && entry.number === number && entry.state === 'done')
    if (standing) standing.state = 'undone'
  }

  function undoLast(): boolean {
    const standing = log.value.find(({ what, state }) => what === 'claim' && state === 'done')
    if (standing) enter({ what: 'undo', number: standing.number })
    return Boolean(standing)
  }

  useWarning(() => waiting.value > 0)
  return { log, waiting, kept: write.kept, enter, undoLast }
}

function send(key: string, meeting: Meeting, { what, number, claimant, quantity }: Wanted): Promise<unknown> {
  if (what === 'undo') return undo(key, meeting.id, number)
  if (what === 'intention') return intend(key, meeting.id, number, claimant!.id)
  return claim(key, meeting, number, claimant!, quantity)
}

/** Asks before the page is left while something would be lost. */
export function useWarning(losing: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (losing()) event.preventDefault()
  }
  window.addEventListener('beforeunload', ask)
  onScopeDispose(() => window.removeEventListener('beforeunload', ask))
}
