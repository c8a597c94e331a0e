/** A wish that was passed on, as it may be sent on: what is a person's was not reviewed, and is only told by its day. */
import { day } from '../../shared/days'
import { t } from '../../shared/texts'
import type { Told } from '../../shared/copying/plain'
import { word } from '../words'
import type { Wish } from './queries'

export function told({ person, text, posted_at, referral }: Pick<Wish, 'person' | 'text' | 'posted_at' | 'referral'>): Told {
  const name = person || !text ? `${t('desk.review.ofPerson')} ${day(posted_at)}` : text
  return [name, referral && t('desk.endings.referredTo', { to: referral.to, by: referral.expected_by }), word('referralOutcome', referral?.outcome)]
}
