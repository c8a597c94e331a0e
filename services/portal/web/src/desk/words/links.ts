/** How links stand, and why one is taken back. */
import type { components } from '../../api/schema/matching'

type M = components['schemas']
type Words<V> = Record<NonNullable<V> & string, string>

export const zh = {
  linkState: { open: '等答复', used: '已答复', revoked: '已收回', replaced: '已换新', expired: '已过期', over: '不再需要' } satisfies Words<M['LinkView']['state']>,
  revocationReason: {
    no_longer_needed: '不再需要',
    sent_to_others: '发错了人',
    answered_otherwise: '已另行答复',
    other: '其他',
  } satisfies Words<M['LinkRevocationBody']['reason']>,
}

export const en: typeof zh = {
  linkState: { open: 'no answer yet', used: 'answered', revoked: 'taken back', replaced: 'replaced', expired: 'expired', over: 'not needed any more' },
  revocationReason: { no_longer_needed: 'no longer needed', sent_to_others: 'sent to somebody else', answered_otherwise: 'answered otherwise', other: 'other' },
}
