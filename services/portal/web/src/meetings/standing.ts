/** Who has a number, in words. */
import { t } from '../shared/texts'
import type { Numbered } from './queries'

type Claim = Numbered['claims'][number]

const ENDED = ['declined', 'released', 'voided', 'expired', 'closed']

/** The claims that hold. */
export function standing({ claims }: Numbered): Claim[] {
  return claims.filter(({ status }) => !ENDED.includes(status))
}

export function nameOf({ claimant }: Claim): string {
  return claimant.kind === 'person' ? t('meetings.entry.resident') : claimant.name || claimant.id
}

export function whoOf(number: Numbered): string {
  return standing(number).map(nameOf).join(' · ')
}
