/** What an operator types: `12 bjxx`, with `12 bjxx 20` for a part, and `-12` to undo; for a resident the phone number
 * in place of initials, `12 13800000000`, and the name behind it of one who is new, `12 13800000000 王芳`. */

export interface Typed {
  number: number
  /** What finds the organization, or the resident's phone number; empty until it is typed. */
  query: string
  /** Of a resident who may have to be registered. */
  name?: string
  quantity: number | undefined
  undo: boolean
}

const UNDO = /^[-－—]\s*(\d{1,3})$/
const CLAIM = /^(\d{1,3})(?:\s+|(?=[^\d\s]))(.*?)(?:\s+(\d{1,5}))?$/
const NUMBER = /^(\d{1,3})$/
const OF_RESIDENT = /^(\d{1,3})\s+(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\+?\d[\d-]{8,17}\d)(?:\s+([^\d\s].*?))?(?:\s+(\d{1,5}))?$/
const PHONE = /^(?:(?:\+86)?1[3-9]\d{9}|0\d{9,11}|\+\d{9,15})$/

/** Undefined as long as it begins with no number. */
export function typed(line: string): Typed | undefined {
  const clean = line.normalize('NFKC').trim()
  const undo = UNDO.exec(clean)
  if (undo) return { number: Number(undo[1]), query: '', quantity: undefined, undo: true }
  const alone = NUMBER.exec(clean)
  if (alone) return { number: Number(alone[1]), query: '', quantity: undefined, undo: false }
  const resident = OF_RESIDENT.exec(clean)
  if (resident?.[2]) return { ...claimOf(resident[1], resident[2].replace(/[ -]/g, ''), resident[4]), name: resident[3] }
  const claim = CLAIM.exec(clean)
  return claim?.[2] ? claimOf(claim[1], claim[2], claim[3]) : undefined
}

function claimOf(number: string | undefined, query: string, part: string | undefined): Typed {
  return { number: Number(number), query, quantity: part === undefined ? undefined : Number(part), undo: false }
}

/** Whether `query` may become a phone number: what is nothing but four digits or more. */
export function isPhoneBegun(query: string): boolean {
  return /^[+\d][\d -]{3,}$/.test(query)
}

/** Whether `query` is a whole phone number: then a resident is meant. */
export function isPhone(query: string): boolean {
  return PHONE.test(query)
}
