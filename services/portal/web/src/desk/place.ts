/** Which community the desk works for: the one of the sign-in, or one below it that was chosen. */
import { computed, inject, ref, type ComputedRef, type InjectionKey } from 'vue'
import { content, registry } from '../api/client'
import type { components } from '../api/schema/registry'
import { useRead } from '../shared/reading'
import { me } from '../signin/session'

export type Place = components['schemas']['Node']

const KEPT = 'desk-community'
export const COMMUNITY: InjectionKey<ComputedRef<Place | undefined>> = Symbol('community')

export function usePlaces() {
  const tree = useRead(() => content(registry.GET('/api/registry/v1/tree', {})))
  const chosen = ref(sessionStorage.getItem(KEPT) ?? '')
  const mine = computed(() =>
    (tree.data.value?.nodes ?? []).filter(({ level, path }) => level === 'community' && path.includes(me.value?.node ?? '')),
  )
  const place = computed(() => mine.value.find(({ id }) => id === chosen.value) ?? mine.value[0])

  function choose(id: string): void {
    chosen.value = id
    sessionStorage.setItem(KEPT, id)
  }

  return { tree, mine, place, choose }
}

/** The id of the community the desk works for; the page shows nothing else until it is known. */
export function useCommunity(): string {
  return usePlace().id
}

export function usePlace(): Place {
  const place = inject(COMMUNITY)?.value
  if (!place) throw new Error('outside the desk')
  return place
}
