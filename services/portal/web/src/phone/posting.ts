/** Posting a wish: what was typed, and the sending of it, which goes on whatever screen is shown. */
import { computed, effectScope, shallowRef, type ComputedRef } from 'vue'
import { me } from '../signin/session'
import { postWish, registerPerson, type Consent } from './queries'
import { go, screenOf } from './screens'
import { useSending, type Sending } from './sending'

export interface Wishing {
  /** Who is typing: another person on this phone begins anew. */
  owner: string
  whose: '' | 'me' | 'other'
  name: string
  phone: string
  address: string
  consent: '' | Consent
  words: string
  /** The neighbour, once registered, and as whom. */
  person: string
  registered: string
}

export interface Posting extends Sending<Wishing, string> {
  missing: ComputedRef<('whose' | 'name' | 'consent' | 'words')[]>
}

/** The wish that was posted last, for the screen that shows it. */
export const posted = shallowRef('')

let made: Posting | undefined

/** The one draft of a wish on this phone, taken up where it was left. Somebody has to be signed in. */
export function usePosting(): Posting {
  made ??= effectScope(true).run(make)!
  return made
}

function make(): Posting {
  const owner = me.value?.person ?? ''
  forgetOfOthers(owner)
  const sending = useSending('wish', () => empty(owner), send, arrived)
  return { ...sending, missing: computed(() => missingIn(sending.draft)) }
}

function arrived(wish: string): void {
  posted.value = wish
  if (screenOf(location.hash).name === 'post') go(`wishes/${wish}`)
}

function forgetOfOthers(owner: string): void {
  const kept = sessionStorage.getItem('draft.wish')
  if (kept && (JSON.parse(kept) as Partial<Wishing>).owner !== owner) sessionStorage.removeItem('draft.wish')
}

function empty(owner: string): Wishing {
  const blank = { name: '', phone: '', address: '', words: '', person: '', registered: '' }
  return { owner, whose: '', consent: '', ...blank }
}

export function missingIn(draft: Wishing): ('whose' | 'name' | 'consent' | 'words')[] {
  const forOther = draft.whose === 'other'
  const lacking = { whose: !draft.whose, name: forOther && !draft.name.trim(), consent: forOther && !draft.consent }
  const names = (['whose', 'name', 'consent'] as const).filter((name) => lacking[name])
  return draft.words.trim() ? names : [...names, 'words']
}

async function send(key: string, draft: Wishing): Promise<string> {
  const { node: community = '', person } = me.value ?? {}
  if (draft.whose !== 'other') return (await postWish(key, { community, person, words: draft.words })).id
  const consent = draft.consent || null
  await settle(key, community, draft)
  return (await postWish(key, { community, person: draft.person, words: draft.words, consent })).id
}

/** Registers the neighbour, unless that was done in an earlier try. */
async function settle(key: string, community: string, draft: Wishing): Promise<void> {
  const { name, phone, address, consent } = draft
  const said = JSON.stringify([name, phone, address, consent])
  if (draft.person && draft.registered === said) return
  const body = { community, name, phone: phone || null, address: address || null, consent: consent || null }
  const { id } = await registerPerson(`${key}.person`, { ...body, account: false })
  draft.person = id
  draft.registered = said
}
