/** When there is no doubt who is meant, though several were found. */

interface Named {
  name: string
  initials?: readonly string[]
}

/** `found`, the closest first: one alone, the one of exactly this name, or the only one with exactly these initials. */
export function isObvious(found: readonly Named[], typed: string): boolean {
  const [first, ...others] = found
  if (!first) return false
  const query = folded(typed)
  if (!others.length || folded(first.name) === query) return true
  return spelled(first, query) && !others.some((other) => spelled(other, query))
}

function spelled({ initials }: Named, query: string): boolean {
  return Boolean(initials?.includes(query))
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
