/** Days and moments as people read them, in the time of the community. */
const ZONE = 'Asia/Shanghai'

export function day(value: string | undefined | null): string {
  if (!value) return ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date(value))
}

/** The last day before `moment`: a term that ends at 24:00 is told by the day that ends then. */
export function lastDay(moment: string | undefined | null): string {
  return moment && moment.includes('T') ? day(new Date(Date.parse(moment) - 1000).toISOString()) : day(moment)
}

export function moment(value: string | undefined | null): string {
  if (!value) return ''
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' })
  return format.format(new Date(value))
}

export function today(): string {
  return day(new Date().toISOString())
}

/** The calendar quarter of `value`, as in `2024Q4`. */
export function quarter(value: string): string {
  const [year, month] = day(value).split('-')
  return `${year}Q${Math.ceil(Number(month) / 3)}`
}

export function before(of: string): string {
  const [year, number] = of.split('Q').map(Number) as [number, number]
  return number === 1 ? `${year - 1}Q4` : `${year}Q${number - 1}`
}
