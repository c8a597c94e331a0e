/** What the wall asks the APIs. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { content, registry } from '../api/client'
import type { components } from '../api/schema/registry'
import { useRead, type Read } from '../shared/reading'
import { useTagged, type Watch } from '../shared/tagged'
import { arranged, lightsOf, litBetween, type Lights, type Seed } from './seeds'

type Schemas = components['schemas']
export type Wall = Schemas['Wall']
export type Entry = Schemas['WallOffer'] | Schemas['WallNeed']

const EVERY = 2_000
const NEWS_FOR = 9_000

export function useWall(community: string): Watch<Wall> {
  const path = { community }
  return useTagged(
    ({ headers, signal }) => registry.GET('/api/registry/v1/communities/{community}/wall', { params: { path }, headers, signal }),
    EVERY,
  )
}

export function useCommunities(): Read<Schemas['TreeView']> {
  return useRead(() => content(registry.GET('/api/registry/v1/tree', {})))
}

export interface News {
  claimed: string[]
  fulfilled: string[]
}

const NONE: News = { claimed: [], fulfilled: [] }

export interface Pomegranate {
  lights: ShallowRef<Lights>
  seeds: ShallowRef<Seed[]>
  /** What lit up a moment ago. */
  news: ShallowRef<News>
}

/** The seeds of what is seen, and for a while those that have just lit up. */
export function usePomegranate(seen: ShallowRef<Wall | undefined>): Pomegranate {
  const lights = shallowRef<Lights>(new Map())
  const seeds = shallowRef<Seed[]>([])
  const news = shallowRef<News>(NONE)
  let timer = 0
  watch(seen, (wall) => {
    if (!wall) return
    const now = lightsOf(wall)
    const lit = litBetween(lights.value, now)
    lights.value = now
    seeds.value = arranged(seeds.value, now)
    if (!lit.claimed.length && !lit.fulfilled.length) return
    news.value = lit
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (news.value = NONE), NEWS_FOR)
  })
  onScopeDispose(() => window.clearTimeout(timer))
  return { lights, seeds, news }
}
