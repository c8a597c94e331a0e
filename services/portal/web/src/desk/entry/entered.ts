/** What is being entered. It stays while the page is open, in memory only: it names a person. */
import { reactive } from 'vue'
import { nobodyYet, type Guardian } from '../guardians/naming'
import type { Consent, Given } from './queries'

interface Entered extends Given {
  whose: 'resident' | 'public'
  words: string
  text: string
  place: string
  /** Who was found by phone, or registered before the wish was refused. */
  person: string
  known: string
  /** Who is to decide for a minor; `guarded` once that is known. */
  guardian: Guardian
  guarded: boolean
}

function empty(): Entered {
  const consent: Consent = 'in_person'
  return { whose: 'resident', phone: '', name: '', address: '', place: '', consent, words: '', text: '', person: '', known: '', guardian: nobodyYet(), guarded: false }
}

export const entered = reactive(empty())

export function clear(): void {
  const { whose, consent } = entered
  Object.assign(entered, empty(), { whose }, consent === 'guardian' ? {} : { consent })
}
