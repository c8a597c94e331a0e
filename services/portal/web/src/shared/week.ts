/** The days of a week, and the slots of an offer as a table: a row for each time of day, a column for each day. */
import type { components } from '../api/schema/matching'

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

/** When a slot that begins at `start` ends: `14:00` and 120 minutes are `16:00`. */
export function ends(start: string, minutes: number): string {
  const [hours = 0, rest = 0] = start.split(':').map(Number)
  const end = hours * 60 + rest + minutes
  return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
}
