/** Who is meant while it is typed: intentions of the number first, then what the registry finds. */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { complaint } from '../shared/complaint'
import { organizations, type Claimant, type Numbered, type Place } from './queries'
import type { Typed } from './typed'

const PAUSE = 90
const MOST_KNOWN = 300
const OURSELVES = ['sq', 'bsq', 'shequ', '社区', '本社区']

export interface Finding {
  matches: ComputedRef<Claimant[]>
  busy: Ref<boolean>
  error: Ref<string>
}

/** `number` is the wish that was typed; `alone` leaves the community itself out. */
export function useFinding(
  said: ComputedRef<Typed | undefined>,
  number: ComputedRef<Numbered | undefined>,
  place: () => Place,
  alone: () => boolean,
): Finding {
  const found = shallowRef<Claimant[]>([])
  const busy = ref(false)
  const error = ref('')
  const known = new Map<string, Claimant[]>()
  const query = computed(() => said.value?.query.toLowerCase() ?? '')
  let timer = 0

  const intending = computed<Claimant[]>(() =>
    (number.value?.intentions ?? []).map(({ id, name }) => ({ kind: 'organization', id, name })),
  )
  const matches = computed(() => {
    if (!said.value || said.value.undo) return []
    if (!query.value) return intending.value
    return [...ourselves(), ...found.value]
  })

  function ourselves(): Claimant[] {
    const { id, name } = place()
    return !alone() && OURSELVES.includes(query.value) ? [{ kind: 'community', id, name }] : []
  }

  async function look(wanted: string): Promise<void> {
    try {
      const answer = await organizations(place().id, wanted)
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(wanted, answer)
      if (wanted === query.value) take(answer, '')
    } catch (caught) {
      if (wanted === query.value) take([], complaint(caught))
    }
  }

  function take(answer: Claimant[], complained: string): void {
    found.value = answer
    error.value = complained
    busy.value = false
  }

  watch(query, (wanted) => {
    window.clearTimeout(timer)
    const answer = wanted ? known.get(wanted) : []
    if (answer) return take(answer, '')
    busy.value = true
    timer = window.setTimeout(() => void look(wanted), PAUSE)
  })
  onScopeDispose(() => window.clearTimeout(timer))
  return { matches, busy, error }
}
