/** What the overview asks of the APIs. */
import { content, notify, registry } from '../api/client'
import type { components as Notified } from '../api/schema/notify'
import type { components as Registered } from '../api/schema/registry'
import type { Figures } from './figures'

export type Node = Registered['schemas']['Node']
export type Notices = Notified['schemas']['Figures']
type Wall = Registered['schemas']['Wall']

const AT_ONCE = 6

export async function readTree(): Promise<Node[]> {
  return (await content(registry.GET('/api/registry/v1/tree', {}))).nodes
}

export function readNotices(community: string): Promise<Notices> {
  return content(notify.GET('/api/notify/v1/communities/{community}/figures', { params: { path: { community } } }))
}

/** The figures of `communities`, a few at a time. */
export async function readFigures(communities: readonly Node[]): Promise<Map<string, Figures>> {
  const known = new Map<string, Figures>()
  for (let start = 0; start < communities.length; start += AT_ONCE) {
    const walls = await Promise.all(communities.slice(start, start + AT_ONCE).map(({ id }) => readWall(id)))
    for (const wall of walls) known.set(wall.id, figuresOf(wall))
  }
  return known
}

function readWall(community: string): Promise<Wall> {
  return content(registry.GET('/api/registry/v1/communities/{community}/wall', { params: { path: { community } } }))
}

function figuresOf({ figures }: Wall): Figures {
  const needs = figures.needs as Record<string, number | undefined>
  const wishes = figures.wishes as Record<string, number | undefined>
  const fulfilled = (wishes.fulfilled ?? 0) + (wishes.resolved ?? 0)
  return {
    organizations: figures.organizations,
    members: figures.members,
    offersListed: figures.offers_listed,
    offersStale: figures.offers_stale,
    needsPublished: figures.needs_published,
    needsResolved: (needs.fulfilled ?? 0) + (needs.resolved ?? 0),
    wishesPublished: figures.wishes_published,
    wishesClaimed: fulfilled + (wishes.claimed ?? 0) + (wishes.reopened ?? 0),
    wishesFulfilled: fulfilled,
  }
}
