/** Where this page wrote last, so that what it reads next shows it. */
const REMEMBERED_FOR = 30_000

const positions = new Map<string, number>()

/** Keeps the Position of a write, such as `registry:1042`. */
export function wrote(position: string, at = Date.now()): void {
  positions.delete(position)
  positions.set(position, at)
}

/** The last one of a service out of `heard`, if that was just now: about others a service can say nothing. */
export function lastWritten(heard: readonly string[], now = Date.now()): string | undefined {
  for (const [position, at] of positions) if (now - at > REMEMBERED_FOR) positions.delete(position)
  return [...positions.keys()].reverse().find((position) => heard.includes(position.slice(0, position.indexOf(':'))))
}
