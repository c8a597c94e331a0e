/** What a slot says of itself to who books. */
import { t } from '../../shared/texts'
import type { Slot } from './queries'

function shown(slot: Slot, parallel: number): string {
  if (slot.paused) return t('desk.bookings.paused')
  const names = slot.bookings.filter(({ state }) => state !== 'waiting').map(({ booker }) => booker.name || t(`desk.word.party.${booker.kind}`))
  if (names.length && !slot.free) return names.join('、')
  if (slot.over) return t('desk.bookings.over')
  if (!slot.free) return t('desk.bookings.taken')
  return parallel > 1 ? t('desk.bookings.freeOf', { free: slot.free, of: parallel }) : t('desk.bookings.free')
}

/** Who has it or how much of `parallel` is free, and how many wait; the name that is read aloud holds the same words. */
export function visible(slot: Slot, parallel: number): string {
  const said = shown(slot, parallel)
  return slot.waiting ? `${said} ${t('desk.bookings.waiting', { count: slot.waiting })}` : said
}
