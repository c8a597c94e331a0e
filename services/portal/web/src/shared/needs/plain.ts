/** A need as it may be sent on: nothing of it that is not public, or that is over. */
import type { components } from '../../api/schema/registry'
import type { Told } from '../copying/plain'
import { t } from '../texts'

type Need = components['schemas']['NeedView']
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

export function told(need: Plain): Told {
  return [nameOf(need), need.text ?? need.detail, wanted(need), ...need.parts.map((part) => t('needPart.said', { ...part }))]
}

/** How much is needed; of a vacancy how many people, and how many of them are still looked for. */
export function wanted({ kind, quantity, unit, hired }: Pick<Need, 'kind' | 'quantity' | 'unit' | 'hired'>): string {
  if (kind !== 'vacancy') return `${quantity} ${unit}`
  return t(hired ? 'need.wantedStill' : 'need.wanted', { quantity, unit, left: quantity - hired })
}

function nameOf({ title, organization_name, stale, progress }: Plain): string {
  const marks = [stale && t('need.stale'), progress === 'claimed' && t('need.taken')].filter(Boolean)
  return `${title} · ${organization_name}${marks.length ? `（${marks.join('、')}）` : ''}`
}
