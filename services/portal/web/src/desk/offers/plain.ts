/** The list as a text to be sent on: one paragraph per offer, numbered, with nothing that is not public. */
import { factsOf } from '../../shared/offers/facts'
import { t } from '../../shared/texts'
import { numbered } from '../parts/plain'
import type { Offer } from './queries'

type Plain = Parameters<typeof factsOf>[0] & Pick<Offer, 'title' | 'detail' | 'organization_name' | 'stale' | 'paused' | 'state' | 'audience'>

/** Those on the list that everybody may see. */
export function publicOnes<T extends Plain>(offers: T[]): T[] {
  return offers.filter(({ state, audience }) => state === 'listed' && audience === 'public')
}

export function plainText(offers: Plain[]): string {
  return numbered(t('desk.part.offers'), offers.map((offer) => [nameOf(offer), offer.detail, ...factsOf(offer)]))
}

function nameOf({ title, organization_name, stale, paused }: Plain): string {
  const marks = [stale && t('desk.offers.textStale'), paused && t('desk.offers.textPaused')].filter(Boolean)
  return `${title} · ${organization_name}${marks.length ? `（${marks.join('、')}）` : ''}`
}
