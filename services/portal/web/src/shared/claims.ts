/** Which claims of a request somebody means who says that it was not really done. */

interface Kept {
  id: string
  delivered?: number
  confirmed?: number
}

/** The numbers of those that wait for a word; where none does, of those that are confirmed. */
export function keptNumbers(claims: readonly Kept[] = []): number[] {
  const waiting = claims.filter(({ delivered = 0, confirmed = 0 }) => delivered > confirmed)
  const meant = waiting.length ? waiting : claims.filter(({ confirmed = 0 }) => confirmed > 0)
  return meant.map(({ id }) => Number(id.slice(id.lastIndexOf('.') + 1)))
}
