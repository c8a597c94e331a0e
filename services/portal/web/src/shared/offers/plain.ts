/** An offer as it may be sent on: nothing of it that is not public. */
import type { components } from '../../api/schema/registry'
import type { Told } from '../copying/plain'
import { today } from '../days'
import { t } from '../texts'
import { factsOf, type Saying } from './facts'

type Offer = components['schemas']['OfferView']
type Plain = Saying & Pick<Offer, 'title' | 'detail' | 'organization_name' | 'stale' | 'paused' | 'state' | 'audience'>

/** Those on the list that everybody may see, and that can be had still. */
export function publicOnes<T extends Plain>(offers: T[]): T[] {
  return offers.filter(({ state, audience, available }) => state === 'listed' && audience === 'public' && !(available?.last && available.last < today()))
}

export function told(offer: Plain): Told {
  return [nameOf(offer), offer.detail, ...factsOf(offer)]
}

function nameOf({ title, organization_name, stale, paused }: Plain): string {
  const marks = [stale && t('offer.marks.stale'), paused && t('offer.marks.paused')].filter(Boolean)
  return `${title} · ${organization_name}${marks.length ? `（${marks.join('、')}）` : ''}`
}
