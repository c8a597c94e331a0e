/** Figures of a node and of the nodes right below it. Nothing here is put in an order of success. */
import type { Came, Node, There } from './queries'

export interface Median {
  days: number | null
  of: number
}

export interface Figures {
  organizations: number
  members: number
  offersListed: number
  offersStale: number
  needsPublished: number
  needsResolved: number
  wishesPublished: number
  wishesFulfilled: number
  wishesUnderWay: number
  wishesOpen: number
  wishesClosed: number
  wishesOpened: number
  wishesClaimed: number
  untilClaimed: Median
  untilFulfilled: Median
}

export interface Row {
  node: Pick<Node, 'id' | 'name' | 'level'>
  figures: Figures
}

const NOTHING: Median = { days: null, of: 0 }

/** What registry knows is there, and what matching knows has come of it. */
export function figuresOf({ organizations, offers, needs, wishes }: There, came: Came | undefined): Figures {
  return {
    organizations: organizations.registered,
    members: organizations.members,
    offersListed: offers.listed,
    offersStale: offers.stale,
    needsPublished: needs.published,
    needsResolved: needs.resolved,
    wishesPublished: wishes.published,
    wishesFulfilled: wishes.fulfilled,
    wishesUnderWay: wishes.claimed + wishes.reopened,
    wishesOpen: wishes.open,
    wishesClosed: wishes.closed,
    wishesOpened: came?.wishes.opened ?? 0,
    wishesClaimed: came?.wishes.claimed ?? 0,
    untilClaimed: { ...NOTHING, ...came?.wishes.until_claimed },
    untilFulfilled: { ...NOTHING, ...came?.wishes.until_fulfilled },
  }
}

/** The rows right below `node`, in the order in which they come: the tree's, by name. */
export function below<R extends { path: string[] }>(rows: readonly R[], node: string): R[] {
  return rows.filter(({ path }) => path.at(-2) === node)
}

/** The way from `from` down to `node`: nothing above `from`, whose staff see only what is below. */
export function way(nodes: readonly Node[], from: string, node: string): Node[] {
  const path = nodes.find(({ id }) => id === node)?.path ?? []
  const seen = path.slice(Math.max(path.indexOf(from), 0))
  return path.includes(from) ? seen.flatMap((id) => nodes.find((each) => each.id === id) ?? []) : []
}
