/** How much of something there is, and whom to call, as people here say it. */
import { t } from '../shared/texts'

interface Measured {
  quantity: number | null
  unit?: string
  seats?: number | null
}

export function amountOf({ quantity, unit, seats }: Measured): string {
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
