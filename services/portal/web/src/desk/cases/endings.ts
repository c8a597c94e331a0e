/** Ends of a request that are no fulfilment, and how it comes back from them. */
import { content, matching } from '../../api/client'
import type { components } from '../../api/schema/matching'
import { t } from '../../shared/texts'
import { headers } from '../acting'
import { word, type WordList } from '../words'
import type { Whole } from './queries'

type M = components['schemas']
export type Way = 'partly' | 'impossible' | 'refer' | 'takeBack'
type Why<B extends 'PartEndBody' | 'ImpossibilityBody' | 'ReturnBody'> = Pick<M[B], 'reason' | 'note'>
export type Referring = Pick<M['ReferralBody'], 'to' | 'expected_by' | 'note'>
export type Outcome = Pick<M['ReferralOutcomeBody'], 'outcome' | 'occurred_on' | 'note'>

const ONE = '/api/matching/v1/requests/{request}'

function of(key: string, request: string) {
  return { header: headers(key), path: { request } }
}

export function endPartly(key: string, request: string, body: Why<'PartEndBody'>) {
  return content(matching.POST(`${ONE}/part-end`, { params: of(key, request), body }))
}

export function findImpossible(key: string, request: string, body: Why<'ImpossibilityBody'>) {
  return content(matching.POST(`${ONE}/impossibility`, { params: of(key, request), body }))
}

export function refer(key: string, request: string, body: Referring) {
  return content(matching.POST(`${ONE}/referral`, { params: of(key, request), body }))
}

export function answerReferral(key: string, request: string, body: Outcome) {
  return content(matching.POST(`${ONE}/referral/outcome`, { params: of(key, request), body }))
}

export function takeBack(key: string, request: string, body: Why<'ReturnBody'>) {
  return content(matching.POST(`${ONE}/return`, { params: of(key, request), body }))
}

const REASONS: Record<string, WordList> = { partly: 'partReason', impossible: 'impossibleReason' }

/** How it ended otherwise than wholly done: the way, why, the note, and what became of it elsewhere. */
export function endOf({ end, confirmed, unit }: Pick<Whole, 'end' | 'confirmed' | 'unit'>): string {
  if (!end || end.kind === 'closed') return ''
  const { referral } = end
  const list = REASONS[end.kind]
  const said = [
    referral
      ? t('desk.endings.referredTo', { to: referral.to, by: referral.expected_by })
      : t(`desk.endings.ended.${end.kind}`, { quantity: confirmed, unit }),
    list && word(list, end.reason),
    end.note,
    referral?.outcome ? t('desk.endings.referralTold', { outcome: word('referralOutcome', referral.outcome), day: referral.occurred_on ?? '' }) : '',
    referral?.note,
  ]
  return said.filter(Boolean).join(' · ')
}
