/** What the overview asks of the APIs. */
import { content, matching, notify, registry } from '../api/client'
import type { components as Matched } from '../api/schema/matching'
import type { components as Notified } from '../api/schema/notify'
import type { components as Registered } from '../api/schema/registry'
import { below, figuresOf, type Figures, type Row } from './figures'

export type Node = Registered['schemas']['Node']
/** What is there: organizations, offers, needs, wishes. */
export type There = Registered['schemas']['NodeFigures']
/** What has come of it, and how long it took. */
export type Came = Matched['schemas']['NodeProgress']
/** What return visits have heard. */
export type Satisfaction = Matched['schemas']['SatisfactionOverview']
export type Notices = Notified['schemas']['Figures']

export interface Overview {
  rows: Row[]
  total: Figures
}

const AT_ONCE = 4

export async function readTree(): Promise<Node[]> {
  return (await content(registry.GET('/api/registry/v1/tree', {}))).nodes
}

export function readNotices(community: string): Promise<Notices> {
  return content(notify.GET('/api/notify/v1/communities/{community}/figures', { params: { path: { community } } }))
}

export function readSatisfaction(community: string, first: string, until: string): Promise<Satisfaction> {
  const params = { path: { community }, query: { first: first || null, until: until || null } }
  return content(matching.GET('/api/matching/v1/communities/{community}/satisfaction', { params }))
}

/** The figures of `node`, and of each node right below it with all that is below that. */
export async function readOverview(node: string): Promise<Overview> {
  const [there, came] = await read(node)
  const knownThere = new Map(there.rows.map((row) => [row.id, row as There]))
  const knownCame = new Map(came.rows.map((row) => [row.id, row as Came]))
  const children = below(there.rows, node)
  const middle = children.filter(({ level }) => level !== 'community')
  for (let start = 0; start < middle.length; start += AT_ONCE) {
    const wholes = await Promise.all(middle.slice(start, start + AT_ONCE).map(({ id }) => read(id)))
    for (const [itsThere, itsCame] of wholes) {
      knownThere.set(itsThere.id, itsThere.total)
      knownCame.set(itsCame.id, itsCame.total)
    }
  }
  const rows = children.map((child) => ({
    node: child,
    figures: figuresOf(knownThere.get(child.id) ?? there.total, knownCame.get(child.id)),
  }))
  return { rows, total: figuresOf(there.total, came.total) }
}

function read(community: string) {
  const params = { path: { community } }
  return Promise.all([
    content(registry.GET('/api/registry/v1/communities/{community}/overview', { params })),
    content(matching.GET('/api/matching/v1/communities/{community}/overview', { params })),
  ])
}
