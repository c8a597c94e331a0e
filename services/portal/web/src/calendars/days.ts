/** Days as people have them: in the announcement of a year's holidays, and in a list. */

const DATE = /(?:(\d{4})[年-])?(\d{1,2})[月-](\d{1,2})日?/
const RANGE = new RegExp(`${DATE.source}(?:\\s*(?:至|到|—|–|~)\\s*(?:(?:\\d{4}[年-])?(\\d{1,2})[月-])?(\\d{1,2})日?)?`, 'g')

export interface Announced {
  off: string[]
  worked: string[]
}

/** What an announcement of `year` says, such as `2月15日（周日）至23日放假调休，共9天。2月14日（周六）上班。` */
export function announced(text: string, year: number): Announced {
  const found: Announced = { off: [], worked: [] }
  for (const clause of text.replace(/[（(][^）)]*[）)]/g, '').split(/[。；;，,\n]/)) {
    if (clause.includes('上班')) found.worked.push(...daysIn(clause, year))
    else if (clause.includes('放假')) found.off.push(...daysIn(clause, year))
  }
  return { off: inOrder(found.off), worked: inOrder(found.worked) }
}

/** All days of a list or a text, ranges such as `2026-10-01 至 2026-10-07` day by day. */
export function daysIn(text: string, year: number): string[] {
  const days = [...text.matchAll(RANGE)].flatMap(([, given, month, day, lastMonth, lastDay]) => {
    const first = written(Number(given ?? year), Number(month), Number(day))
    return lastDay ? between(first, written(Number(given ?? year), Number(lastMonth ?? month), Number(lastDay))) : [first]
  })
  return inOrder(days)
}

/** Days as a list to be read and mended: neighbours as one range a line. */
export function asLines(days: readonly string[]): string {
  const lines: [string, string][] = []
  for (const day of inOrder([...days])) {
    const last = lines.at(-1)
    if (last && after(last[1]) === day) last[1] = day
    else lines.push([day, day])
  }
  return lines.map(([first, last]) => (first === last ? first : `${first} 至 ${last}`)).join('\n')
}

function written(year: number, month: number, day: number): string {
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}

const MOST = 60

function between(first: string, last: string): string[] {
  const days = [first]
  while (days.at(-1)! < last && days.length < MOST) days.push(after(days.at(-1)!))
  return days
}

function after(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return '9'
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

function inOrder(days: string[]): string[] {
  return [...new Set(days)].sort()
}
