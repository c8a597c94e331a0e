/** How a need ended that was not wholly met, in words: the way, why, what the community says of it, and what is known
 * of where it was passed on to. */
import { t } from '../shared/texts'
import { zh } from './endTexts'
import type { WholeRequest } from './queries'

export function endSaid({ end, confirmed, unit }: Pick<WholeRequest, 'end' | 'confirmed' | 'unit'>): string[] {
  if (!end) return []
  const { kind, note, referral } = end
  const lines = [
    t(`org.ends.${kind}`, { quantity: confirmed, unit, to: referral?.to ?? '', by: referral?.expected_by ?? '' }),
    reasonOf(kind, end.reason),
    note && t('org.ends.note', { note }),
  ]
  if (referral?.outcome) lines.push(t('org.ends.outcome', { outcome: t(`org.ends.outcomes.${referral.outcome}`), day: referral.occurred_on ?? '' }))
  else if (referral?.asked) lines.push(t('org.ends.asked'))
  if (referral?.note) lines.push(t('org.ends.note', { note: referral.note }))
  return lines.filter((line): line is string => Boolean(line))
}

function reasonOf(kind: string, reason: string | null | undefined): string {
  const list = (zh as unknown as Record<string, Record<string, string> | undefined>)[`${kind}Reason`]
  return reason && list && reason in list ? t('org.ends.reason', { reason: t(`org.ends.${kind}Reason.${reason}`) }) : ''
}
