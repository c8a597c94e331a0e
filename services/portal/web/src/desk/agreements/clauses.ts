/** Clauses while somebody writes them: one shape for both kinds, with the fields of inputs. */
import type { Clause } from './queries'

export interface Writing {
  kind: 'countable' | 'declaratory'
  text: string
  what: string
  category: string
  quantity: number | ''
  unit: string
  by: string
}

export function blank(): Writing {
  return { kind: 'countable', text: '', what: '', category: '', quantity: '', unit: '', by: '' }
}

export function written(clauses: readonly unknown[]): Writing[] {
  return (clauses as Clause[]).map((clause) =>
    clause.kind === 'countable' ? { ...clause, by: clause.by ?? '' } : { ...blank(), kind: clause.kind, text: clause.text },
  )
}

export function given(writing: readonly Writing[]): Clause[] {
  return writing.map(({ kind, text, what, category, quantity, unit, by }) =>
    kind === 'countable'
      ? { kind, text, what, category: category as never, quantity: Number(quantity), unit, by: by || null }
      : { kind, text },
  )
}
