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

export interface Place {
  id: string
  name: string
}

export interface PlaceCount {
  place: string
  residents: number
  organizations: number
  groups: Group[]
}

/** Places as people type them: one a line, the name, how many residents, how many organizations, then groups.
 * Raises the line that cannot be read, or whose place is not known. */
export function readPlaces(text: string, places: readonly Place[]): PlaceCount[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, name, residents, organizations, groups] = /^(.+?)[\s:：，,]+(\d{1,8})(?:[\s，,]+(\d{1,8}))?((?:[\s，,]+\D+\s+\d{1,8})*)$/.exec(line) ?? []
      const place = places.find((one) => one.name === name)
      if (!place) throw new Error(line)
      return {
        place: place.id,
        residents: Number(residents),
        organizations: Number(organizations ?? 0),
        groups: [...(groups ?? '').matchAll(/([^\d\s，,]+)\s+(\d+)/g)].map(([, group, count]) => ({ name: group ?? '', count: Number(count) })),
      }
    })
}

interface Kept {
  place: string
  residents?: number | null
  organizations: number
  groups?: Group[]
}

/** What is kept of places; `?` stands for a number that was too small to be kept. */
export function writePlaces(kept: readonly Kept[], places: readonly Place[]): string {
  const names = new Map(places.map(({ id, name }) => [id, name]))
  return kept
    .map((one) =>
      [names.get(one.place) ?? '?', one.residents ?? '?', one.organizations, ...(one.groups ?? []).map(({ name, count }) => `${name} ${count}`)].join(' '),
    )
    .join('\n')
}

export function writeGroups(groups: readonly Group[]): string {
  return groups.map(({ name, count }) => `${name} ${count}`).join('\n')
}
