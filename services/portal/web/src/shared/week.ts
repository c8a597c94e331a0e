/** The days of a week, and the slots of an offer as a table: a row for each time of day, a column for each day. */
import type { components } from '../api/schema/matching'
import { language, t } from './texts'

export type Slot = components['schemas']['SlotView']

const DAY = 86_400_000

/** `day` (as in `2026-03-02`) and so many days on. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** The Monday of the week in which `day` lies. */
export function monday(day: string): string {
  return later(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

export function week(first: string): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((days) => later(first, days))
}

export interface Row {
  start: string
  /** One for each day; nothing where the offer can't be had. */
  slots: (Slot | undefined)[]
}

export function rows(slots: Slot[], days: string[]): Row[] {
  const starts = [...new Set(slots.map(({ start }) => start))].sort()
  return starts.map((start) => ({
    start,
    slots: days.map((day) => slots.find((slot) => slot.day === day && slot.start === start)),
  }))
}

interface Span {
  day: string
  start: string
  minutes: number
}

const MINUTES = 24 * 60

/** The last day of a month, as in `2026-12`. */
export function lastOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** Whether a slot lasts for days, as one by the month does. */
export function forDays({ minutes }: Pick<Span, 'minutes'>): boolean {
  return minutes > MINUTES
}

/** When a slot is, in words: by the month, from day to day, or by the clock. */
export function when({ day, start, minutes }: Span): string {
  if (!forDays({ minutes })) return t('common.slot', { day, start, end: ends(start, minutes) })
  const end = later(day, Math.floor(minutes / MINUTES))
  if (start !== '00:00') return t('common.days', { first: `${day} ${start}`, last: `${end} ${start}` })
  const last = later(end, -1)
  if (!day.endsWith('-01') || last !== lastOf(day.slice(0, 7))) return t('common.days', { first: day, last })
  const named = new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'zh-CN', { year: 'numeric', month: 'long', timeZone: 'UTC' })
  return t('common.month', { month: named.format(new Date(`${day}T00:00:00Z`)) })
}

/** When a slot that begins at `start` ends: `14:00` and 120 minutes are `16:00`. */
function ends(start: string, minutes: number): string {
  const [hours = 0, rest = 0] = start.split(':').map(Number)
  const end = hours * 60 + rest + minutes
  return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
}
