/** What happened to a wish, step by step, in words for who wished it. */
import { day, lastDay } from '../shared/days'
import { t } from '../shared/texts'
import type { Entry, Opened, Whole } from './queries'

export interface Step {
  at: string
  text: string
}

interface Party {
  kind: string
  id: string
}

const OF_THE_WISH = [
  'wish_posted',
  'wish_revised',
  'wish_published',
  'wish_rejected',
  'wish_withdrawn',
  'wish_referred',
  'wish_referral_answered',
  'wish_returned',
  'wish_contact_revealed',
]
const OF_THE_REQUEST = [
  'request_claimed',
  'claim_accepted',
  'claim_declined',
  'claim_released',
  'claim_voided',
  'claim_extended',
  'arranged',
  'claim_overdue',
  'claim_expired',
  'delivered',
  'delivery_voided',
  'delivery_confirmed',
  'delivery_disputed',
  'request_fulfilled',
  'request_reopened',
  'request_closed',
  'request_partly_done',
  'request_found_impossible',
  'request_referred',
  'referral_answered',
  'request_returned',
  'request_amended',
]
const OF_A_RECEIPT = ['posted', 'referred', 'published', 'rejected', 'withdrawn']

/** The course of a wish whose history one may read. */
export function courseOf(wish: readonly Entry[], request?: Whole): Step[] {
  const own = wish.filter(({ type }) => OF_THE_WISH.includes(type))
  return inOrder([...own.map((entry) => stepOf(entry)), ...stepsOf(request)])
}

/** The course as a receipt shows it. */
export function courseOfReceipt(opened: Opened, request?: Whole): Step[] {
  const own = opened.stages
    .filter(({ step }) => OF_A_RECEIPT.includes(step))
    .map(({ step, at }) => ({ at, text: t(`words.step.${step}`, { reason: reasonOf(opened.reason) }) }))
  return inOrder([...own, ...stepsOf(request)])
}

export function reasonOf(code: unknown): string {
  return typeof code === 'string' ? t(`words.reason.${code}`) : ''
}

function stepsOf(request?: Whole): Step[] {
  const known = request?.names ?? {}
  const told = (request?.history ?? []).filter(({ type }) => OF_THE_REQUEST.includes(type))
  return told.map((entry) => stepOf(entry, known))
}

function stepOf({ at, type, data }: Entry, known: Record<string, string> = {}): Step {
  const text = t(`words.step.${type}`, {
    claimant: named(data.claimant as Party | undefined, known),
    who: t(`words.who.${lookedUp(data.party)}`),
    reason: data.reason ? reasonOf(data.reason) : '',
    due: lastDay(data.due_at as string | undefined),
    to: typeof data.to === 'string' ? data.to : '',
    by: day(data.expected_by as string | undefined),
    outcome: data.outcome ? reasonOf(data.outcome) : '',
    day: day(data.occurred_on as string | undefined),
    when: [data.on, data.time].filter((part) => typeof part === 'string').join(' '),
    people: String(data.people ?? ''),
    mark: data.mark ? t(`phone.confirm.marks.m${data.mark as number}`) : '',
  })
  return { at, text }
}

function lookedUp(party: unknown): 'staff' | 'organization' | 'me' {
  if (typeof party !== 'string') return 'staff'
  return party.startsWith('org_') ? 'organization' : 'me'
}

function named(party: Party | undefined, known: Record<string, string>): string {
  if (!party) return ''
  return known[party.id] || t(`words.who.${party.kind}`)
}

function inOrder(steps: Step[]): Step[] {
  return steps.sort((one, other) => one.at.localeCompare(other.at))
}
