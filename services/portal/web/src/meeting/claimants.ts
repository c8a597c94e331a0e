/** Who claimed a number, in words; a resident is not named. */
import { t } from '../shared/texts'
import type { BoardNumber } from './board'

export function claimantsOf({ claimants, residents }: BoardNumber): string {
  const named = claimants.map(({ id, name }) => name || id)
  return [...named, ...(residents ? [t('meeting.resident')] : [])].join(t('meeting.between'))
}
