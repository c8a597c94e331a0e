/** What was taken out while the page is open, so that it can be followed when one comes back. It does not say what. */
import { shallowReactive } from 'vue'

/** The redactions of a thing. */
export const followed = shallowReactive(new Map<string, string[]>())

const INSTEAD = '（已去除）'

/** Each of `texts` that says `find`, as it will read. */
export function readingAfter(texts: (string | null | undefined)[], find: string): string[] {
  if (!find) return []
  return texts.filter((text): text is string => !!text?.includes(find)).map((text) => text.replaceAll(find, INSTEAD))
}
