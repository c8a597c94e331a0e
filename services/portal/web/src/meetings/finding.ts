/** Who is meant while it is typed: intentions of the number first, then what the registry finds; by phone, a resident. */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { complaint } from '../shared/complaint'
import { organizations, residents, type Claimant, type Found, type Numbered, type Place } from './queries'
import { isPhone, isPhoneBegun, type Typed } from './typed'

const PAUSE = 90
const MOST_KNOWN = 300
const OURSELVES = ['sq', 'bsq', 'shequ', '社区', '本社区']

const NONE: Found = { claimants: [], obvious: false }

export interface Finding {
  matches: ComputedRef<Claimant[]>
  /** There is no doubt that the first of the matches is meant. */
  obvious: ComputedRef<boolean>
  busy: Ref<boolean>
  error: Ref<string>
}

/** `number` is the wish that was typed; `alone` leaves all but organizations out. */
export function useFinding(
  said: ComputedRef<Typed | undefined>,
  number: ComputedRef<Numbered | undefined>,
  place: () => Place,
  alone: () => boolean,
): Finding {
  const found = shallowRef(NONE)
  const busy = ref(false)
  const error = ref('')
  const known = new Map<string, Found>()
  const query = computed(() => said.value?.query.toLowerCase() ?? '')
  let timer = 0

  const intending = computed<Claimant[]>(() =>
    (number.value?.intentions ?? []).map(({ id, name }) => ({ kind: 'organization', id, name })),
  )
  const matches = computed(() => {
    if (!said.value || said.value.undo) return []
    if (!query.value) return intending.value
    return [...ourselves(), ...found.value.claimants, ...newcomer()]
  })
  /** Who gave a name with the number of somebody else is asked for: the number alone does not tell who is meant. */
  const obvious = computed(
    () => matches.value.length === 1 || (!said.value?.name && found.value.obvious && matches.value[0] === found.value.claimants[0]),
  )

  function ourselves(): Claimant[] {
    const { id, name } = place()
    return !alone() && OURSELVES.includes(query.value) ? [{ kind: 'community', id, name }] : []
  }

  /** Who gave name and number may be somebody else in the household, or known by nobody yet. */
  function newcomer(): Claimant[] {
    const name = said.value?.name
    return name && !alone() && !busy.value && !error.value ? [{ kind: 'person', id: '', name, phone: query.value }] : []
  }

  async function look(wanted: string): Promise<void> {
    try {
      const answer = await ask(wanted)
      if (wanted === query.value) take(answer, '')
    } catch (caught) {
      if (wanted === query.value) take(NONE, complaint(caught))
    }
  }

  /** Organizations are remembered; who has a phone is asked anew, and kept nowhere: no part of a number goes into an address. */
  async function ask(wanted: string): Promise<Found> {
    if (isPhone(wanted)) return alone() ? NONE : residents(place().id, wanted)
    if (isPhoneBegun(wanted)) return NONE
    const answer = await organizations(place().id, wanted)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(wanted, answer)
    return answer
  }

  function take(answer: Found, complained: string): void {
    found.value = answer
    error.value = complained
    busy.value = false
  }

  watch(query, (wanted) => {
    window.clearTimeout(timer)
    const answer = wanted ? known.get(wanted) : NONE
    if (answer) return take(answer, '')
    busy.value = true
    timer = window.setTimeout(() => void look(wanted), PAUSE)
  })
  onScopeDispose(() => window.clearTimeout(timer))
  return { matches, obvious, busy, error }
}
