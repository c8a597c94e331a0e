/** The list as a text to be sent on: one paragraph per need, numbered, with nothing that is not public or over. */
import { t } from '../../shared/texts'
import { numbered } from '../parts/plain'
import type { Need } from './queries'

type Plain = Pick<Need, 'title' | 'detail' | 'text' | 'organization_name' | 'stale' | 'state' | 'progress' | 'audience' | 'kind' | 'quantity' | 'unit' | 'hired' | 'parts'>

const OPEN = ['open', 'claimed', 'reopened']

/** Those that stand on the list still; matching may not have opened the request yet. */
export function stands({ state, progress }: Pick<Need, 'state' | 'progress'>): boolean {
  return state === 'published' && (!progress || OPEN.includes(progress))
}

/** Those that stand on the list and that everybody may see. */
export function publicOnes<T extends Plain>(needs: T[]): T[] {
  return needs.filter((need) => stands(need) && need.audience === 'public')
}

export function plainText(needs: Plain[]): string {
  return numbered(t('desk.part.needs'), needs.map((need) => [nameOf(need), need.text ?? need.detail, wanted(need), ...partsOf(need)]))
}

/** How much is needed; of a vacancy how many people, and how many of them are still looked for. */
export function wanted({ kind, quantity, unit, hired }: Pick<Need, 'kind' | 'quantity' | 'unit' | 'hired'>): string {
  if (kind !== 'vacancy') return `${quantity} ${unit}`
  return t(hired ? 'desk.needs.wantedStill' : 'desk.needs.wanted', { quantity, unit, left: quantity - hired })
}

function partsOf({ parts }: Plain): string[] {
  return parts.map(({ name, quantity, unit }) => `${name} ${quantity} ${unit}`)
}

function nameOf({ title, organization_name, stale, progress }: Plain): string {
  const marks = [stale && t('desk.needs.stale'), progress === 'claimed' && t('desk.needs.textClaimed')].filter(Boolean)
  return `${title} · ${organization_name}${marks.length ? `（${marks.join('、')}）` : ''}`
}
