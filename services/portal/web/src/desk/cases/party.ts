/** For whom something is entered: an organization, a resident, or the community itself. */
import { computed, reactive, ref } from 'vue'
import type { Acting } from '../acting'
import { registerPerson } from '../entry/queries'
import type { Chosen } from '../parts/OrganizationChoice.vue'
import { useCommunity } from '../place'
import { nobody } from './claiming'
import type { Claimant } from './queries'

export const KINDS = ['organization', 'person', 'community'] as const

export function useParty(acting: Acting) {
  const community = useCommunity()
  const kind = ref<(typeof KINDS)[number]>('organization')
  const organization = ref<Chosen>()
  const person = reactive(nobody())
  const complete = computed(() => kind.value !== 'organization' || Boolean(organization.value))

  /** Who is meant; a resident nobody knew is registered first, and stays known when what follows is refused. */
  async function party(): Promise<Claimant | undefined> {
    if (kind.value === 'organization') return organization.value && { kind: 'organization', id: organization.value.id }
    if (kind.value === 'community') return { kind: 'community', id: community }
    if (!person.id) {
      const known = await acting.act((key) => registerPerson(key, community, { ...person, address: '' }))
      person.id = known?.id ?? ''
    }
    return person.id ? { kind: 'person', id: person.id } : undefined
  }

  return { kind, organization, person, complete, party }
}
