/** How much of something there is, in words. */
import { t } from '../shared/texts'

interface Measured {
  quantity: number | null
  unit?: string
  capacity?: number | null
}

export function amountOf({ quantity, unit, capacity }: Measured): string {
  if (capacity) return t('wall.capacity', { quantity: capacity })
  if (!quantity) return ''
  return unit ? t('wall.amount', { quantity, unit }) : t('wall.pieces', { quantity })
}
