/** What an operator types: `12 bjxx`, with `12 bjxx 20` for a part, and `-12` to undo. */

export interface Typed {
  number: number
  /** What finds the organization; empty until it is typed. */
  query: string
  quantity: number | undefined
  undo: boolean
}

const UNDO = /^[-－—]\s*(\d{1,3})$/
const CLAIM = /^(\d{1,3})(?:\s+|(?=[^\d\s]))(.*?)(?:\s+(\d{1,5}))?$/
const NUMBER = /^(\d{1,3})$/

/** Undefined as long as it begins with no number. */
export function typed(line: string): Typed | undefined {
  const clean = line.normalize('NFKC').trim()
  const undo = UNDO.exec(clean)
  if (undo) return { number: Number(undo[1]), query: '', quantity: undefined, undo: true }
  const alone = NUMBER.exec(clean)
  if (alone) return { number: Number(alone[1]), query: '', quantity: undefined, undo: false }
  const claim = CLAIM.exec(clean)
  if (!claim?.[2]) return undefined
  const quantity = claim[3] === undefined ? undefined : Number(claim[3])
  return { number: Number(claim[1]), query: claim[2], quantity, undo: false }
}
