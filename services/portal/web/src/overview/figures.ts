/** Figures of communities, and what they add up to in the nodes above. Nothing here is put in an order of success. */
import type { Node } from './queries'

export interface Figures {
  organizations: number
  members: number
  offersListed: number
  offersStale: number
  needsPublished: number
  needsResolved: number
  wishesPublished: number
  wishesClaimed: number
  wishesFulfilled: number
}

export interface Row {
  node: Node
  /** How many communities it is the sum of. */
  communities: number
  figures: Figures
}

const NONE: Figures = {
  organizations: 0,
  members: 0,
  offersListed: 0,
  offersStale: 0,
  needsPublished: 0,
  needsResolved: 0,
  wishesPublished: 0,
  wishesClaimed: 0,
  wishesFulfilled: 0,
}

export function sum(all: readonly Figures[]): Figures {
  const names = Object.keys(NONE) as (keyof Figures)[]
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((total, each) => total + each[name], 0)]),
  ) as unknown as Figures
}

/** The communities at and below `node`, as the tree has them. */
export function communitiesBelow(nodes: readonly Node[], node: string): Node[] {
  return nodes.filter(({ level, path }) => level === 'community' && path.includes(node))
}

/** A row for each node right below `node`, in the order of their names; for a community, its own. */
export function rowsBelow(nodes: readonly Node[], node: string, known: ReadonlyMap<string, Figures>): Row[] {
  const children = nodes.filter(({ id, parent, level }) => parent === node || (id === node && level === 'community'))
  const byName = [...children].sort((one, other) => one.name.localeCompare(other.name, 'zh-CN'))
  return byName.map((child) => {
    const figures = communitiesBelow(nodes, child.id).flatMap(({ id }) => known.get(id) ?? [])
    return { node: child, communities: figures.length, figures: sum(figures) }
  })
}

/** The way from `from` down to `node`: nothing above `from`, whose staff see only what is below. */
export function way(nodes: readonly Node[], from: string, node: string): Node[] {
  const path = nodes.find(({ id }) => id === node)?.path ?? []
  const seen = path.slice(Math.max(path.indexOf(from), 0))
  return path.includes(from) ? seen.flatMap((id) => nodes.find((each) => each.id === id) ?? []) : []
}
