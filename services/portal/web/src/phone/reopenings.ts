/** Why a wish is to be seen to once more. */
import { t } from '../shared/texts'

const REASONS = ['not_done', 'not_complete', 'defective', 'confirmed_by_mistake', 'other'] as const

export function reopenings() {
  return REASONS.map((value) => ({ value, label: t(`phone.reopen.reasons.${value}`) }))
}
