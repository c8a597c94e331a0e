/** How the two lists are laid on pages that fill both columns, and how fast these turn. */
import { spread, type Spread } from '../shared/turns'

/** What a list shows at a time: `size` entries, `own` of them in its own column and the rest below the other list. */
export interface Pages extends Spread {
  own: number
}

export interface Layout {
  offers: Pages
  needs: Pages
  /** Of either column. */
  rows: number
}

/** With more rows there is no room for details. */
export const ROOMY = 6
const FEWEST = 5
const MOST = 9
const EMPTY = 2
const HEADING = 1
const WORTH_IT = 2
const ROUND = 300_000
const QUICKEST = 5_000
const SLOWEST = 12_000

export function layoutOf(offers: number, needs: number): Layout {
  const [few, many] = [Math.min(offers, needs), Math.max(offers, needs)]
  const spare = MOST - HEADING - (few || EMPTY)
  if (many <= MOST || spare < WORTH_IT) {
    const [here, there] = [spread(offers, MOST), spread(needs, MOST)]
    return { offers: alone(here), needs: alone(there), rows: Math.max(here.size, there.size, FEWEST) }
  }
  const { pages, size } = spread(many, MOST + spare)
  const rows = Math.ceil((size + HEADING + (few || EMPTY)) / 2)
  const longer = { pages, size, own: rows }
  const shorter = { pages: 1, size: few, own: few }
  return offers >= needs ? { offers: longer, needs: shorter, rows } : { offers: shorter, needs: longer, rows }
}

function alone(list: Spread): Pages {
  return { ...list, own: list.size }
}

/** What stands on a page of `entries`: in the list's own column, and below the other list. */
export function onPage<E>(entries: readonly E[], { pages, size, own }: Pages, turns: number): { here: E[]; there: E[] } {
  const first = (turns % pages) * size
  const shown = entries.slice(first, first + size)
  return { here: shown.slice(0, own), there: shown.slice(own) }
}

/** Milliseconds a page stands, so that all of them are seen in five minutes if they can be read that fast. */
export function turnOf(pages: number): number {
  return Math.min(SLOWEST, Math.max(QUICKEST, Math.floor(ROUND / pages)))
}
