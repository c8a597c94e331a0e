/** What happened, told in words that can be printed. */
import { day, lastDay } from '../../shared/days'
import { unitOf } from '../../shared/needs/parts'
import { inWords, t } from '../../shared/texts'
import { word, type WordList } from '../words'
import { numberOf, type Claim, type HistoryEntry, type Whole } from './queries'
import { cases } from './texts'

/** Where the reason of an event comes from. */
const REASONS: Record<string, WordList> = {
  claim_declined: 'declineReason',
  claim_released: 'releaseReason',
  claim_voided: 'voidReason',
  claim_extended: 'extendReason',
  waiting_extended: 'extendReason',
  delivery_voided: 'voidReason',
  delivery_disputed: 'reopenReason',
  request_closed: 'closeReason',
  request_reopened: 'reopenReason',
  request_amended: 'amendReason',
  suggestion_declined: 'refusalReason',
  suggestion_withdrawn: 'retractionReason',
  link_revoked: 'revocationReason',
  wish_rejected: 'rejectReason',
  thanks_rejected: 'thanksRejection',
  thanks_withdrawn: 'thanksWithdrawal',
  need_withdrawn: 'needReason',
  request_partly_done: 'partReason',
  request_found_impossible: 'impossibleReason',
  request_returned: 'returnReason',
  wish_returned: 'returnReason',
}

const EITHER: Record<string, string> = { claim_voided: 'claimVoided', expired_unclaimed: 'expiredUnclaimed', withdrawn: 'withdrawn', erased: 'erased', person_erased: 'erased' }

function reasonOf(type: string, reason: unknown): string {
  if (typeof reason !== 'string') return ''
  if (reason in EITHER) return t(`desk.cases.${EITHER[reason]}`)
  const list = REASONS[type]
  return list ? word(list, reason) : ''
}

function nameOf(id: unknown, request: Whole): string {
  if (typeof id !== 'string') return ''
  const names = (request.names ?? {}) as Record<string, string>
  return names[id] || request.claimants.find((one) => one.id === id)?.name || (id.startsWith('person') ? word('party', 'person') : '')
}

/** Who made a claim: an organization or community by name, a resident unnamed. */
export function claimantOf({ claimant }: Claim, request: Whole): string {
  return nameOf(claimant.id, request) || word('party', claimant.kind)
}

/** When somebody comes, with how many people. */
export function arrangement({ arranged }: Claim): string {
  if (!arranged) return ''
  const said = t('desk.cases.comes', { when: when(arranged), people: arranged.people })
  if (!arranged.escort) return said
  return `${said} · ${t(arranged.escorted_by ? 'desk.cases.escorted' : 'desk.cases.escortWanted')}`
}

function when({ on, time }: { on?: unknown; time?: unknown }): string {
  return [on, time].filter((part) => typeof part === 'string').join(' ')
}

/** Who acted: a person stays unnamed, of an organization its name is told. */
function actor({ actor, by, on_behalf_of }: HistoryEntry, request: Whole): string {
  const other = actor === on_behalf_of ? '' : nameOf(on_behalf_of, request)
  return other ? t('desk.cases.behalf', { by: word('actor', by), other }) : word('actor', by)
}

export function told(entry: HistoryEntry, request: Whole): { who: string; what: string } {
  const events = cases.zh.event as Record<string, string>
  if (!(entry.type in events)) return { who: '', what: '' }
  const data = entry.data as Record<string, unknown>
  const claim = request.claims?.find(({ id }) => id === data.claim)
  const claimant = (data.claimant ?? data.provider) as { id: string } | undefined
  const what = t(`desk.cases.event.${entry.type}`, {
    number: typeof data.claim === 'string' ? numberOf(data.claim) : '',
    deed: t(`desk.cases.deed.${request.kind}`),
    claimant: nameOf(claimant?.id, request),
    benefit: data.benefit ? ` · ${inWords(data.benefit as { zh: string; en: string })}` : '',
    quantity: typeof data.quantity === 'number' ? `${data.quantity} ${unitOf(request, claim ?? { part: data.part as number | null })}` : '',
    due: lastDay((data.due_at ?? data.until ?? data.expires_at) as string | undefined),
    day: day(data.occurred_on as string | undefined),
    said: data.said_on ? t('desk.cases.saidOn', { day: day(data.said_on as string) }) : '',
    when: when(data),
    people: String(data.people ?? ''),
    attempt: String(data.attempt ?? ''),
    mark: data.mark ? t('desk.cases.marked', { mark: String(data.mark) }) : t('desk.cases.unmarked'),
    how: data.how === 'not_reachable' ? t('desk.cases.nobodyReached') : word('confirmedHow', data.how as string | undefined),
    evidence: word('evidence', data.evidence_code as string | undefined),
    text: String(data.text ?? ''),
    to: String(data.to ?? ''),
    by: day(data.expected_by as string | undefined),
    answer: String(data.answer ?? ''),
    outcome: word(data.answer ? 'answerOutcome' : 'referralOutcome', data.outcome as string | undefined),
  })
  const why = [reasonOf(entry.type, data.reason), data.note].filter(Boolean).join(' · ')
  return { who: actor(entry, request), what: why ? `${what}（${why}）` : what }
}
