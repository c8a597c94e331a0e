/** How much of something there is, and whom to call, as people here say it. */
import { t } from '../shared/texts'

interface Measured {
  quantity: number | null
  unit?: string | null
  seats?: number | null
  kind?: string | null
  hired?: number
}

/** Of a vacancy, how many people are wanted, and how many of them are still to be found. */
export function amountOf({ quantity, unit, seats, kind, hired }: Measured): string {
  if (kind === 'vacancy' && quantity) return t(hired ? 'wall.wantedStill' : 'wall.wanted', { quantity, unit: unit ?? '', left: quantity - (hired ?? 0) })
  if (seats) return t('wall.seats', { quantity: seats })
  if (!quantity) return ''
  return unit ? t('wall.amount', { quantity, unit }) : t('wall.pieces', { quantity })
}

const HERE = /^\+86 ?/
const MOBILE = /^\+86 ?1[3-9]\d/

/** A number as one dials it here. */
export function phoneOf(number: string): string {
  if (MOBILE.test(number)) return number.replace(HERE, '')
  return number.replace(HERE, '0')
}
