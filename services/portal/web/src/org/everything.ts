interface Page<T> {
  items: T[]
  next_cursor: string | null
}

const PAGES = 25

/** All items, page after page; what comes after the 25th page is left out. */
export async function everything<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  for (let turn = 0; turn < PAGES; turn++) {
    const read = await page(cursor)
    items.push(...read.items)
    if (!read.next_cursor) break
    cursor = read.next_cursor
  }
  return items
}
