/** Groups as people type them: one a line, the name and then how many. */
export interface Group {
  name: string
  count: number
}

/** Raises the line that cannot be read. */
export function readGroups(text: string): Group[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, name, count] = /^(.+?)[\s:：，,]+(\d{1,8})$/.exec(line) ?? []
      if (!name || !count) throw new Error(line)
      return { name, count: Number(count) }
    })
}

export function writeGroups(groups: readonly Group[]): string {
  return groups.map(({ name, count }) => `${name} ${count}`).join('\n')
}
