/** Long lists come in pages: all of them, up to a number nobody scrolls through. */
const MOST = 2_000

interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export interface All<T> {
  items: T[]
  /** There are more than are shown. */
  cut: boolean
}

/** What stands on one of the two lists. */
export interface Listed {
  id: string
  title: string
  detail?: string | null
  category: string
  organization_name?: string | null
}

export async function all<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Promise<All<T>> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page: Page<T> = await load(cursor)
    items.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor && items.length < MOST)
  return { items, cut: cursor !== undefined }
}

/** Whether every word of `asked` stands somewhere in `texts`. */
export function found(asked: string, ...texts: (string | null | undefined)[]): boolean {
  const all = texts.join(' ').toLowerCase()
  return asked.toLowerCase().split(/\s+/).every((part) => all.includes(part))
}
