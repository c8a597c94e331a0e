/** What is left of an agreement's countable clauses. */
import type { components } from '../../api/schema/registry'

type Line = components['schemas']['Line']

export interface Owed {
  what: string
  open: number
  quantity: number
  unit: string
  due: string
}

export function stillOwed(lines: readonly Pick<Line, 'clause' | 'due' | 'open'>[]): Owed[] {
  return lines.flatMap(({ clause, due, open }) => (clause.kind === 'countable' && open ? [{ what: clause.what, open, quantity: clause.quantity, unit: clause.unit, due }] : []))
}
