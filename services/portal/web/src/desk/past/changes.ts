/** Who did what after a moment, in words. */
import { t } from '../../shared/texts'
import { word } from '../words'
import type { Entry } from './shown'
import { past } from './texts'

export interface Change {
  at: string
  what: string
  who: string
}

const MARK = 4

/** To look at something changes nothing. */
const LOOKS = ['scan_shown', 'wish_contact_revealed']

/** What changed it after `at`, the first change first. */
export function changes(history: readonly Entry[], at: string): Change[] {
  const after = history.filter((entry) => Date.parse(entry.at) > Date.parse(at) && !LOOKS.includes(entry.type))
  return after.map((entry) => ({ at: entry.at, what: whatOf(entry.type), who: whoOf(entry) }))
}

function whatOf(type: string): string {
  return type in (past.zh.event as object) ? t(`desk.past.event.${type}`) : t('desk.past.other', { type })
}

/** What kind of actor it was; of staff, the end of a mark that is the same for the same person. */
export function whoOf({ by, actor }: Pick<Entry, 'by' | 'actor'>): string {
  const mark = by === 'staff' || by === 'contact' ? t('desk.past.mark', { mark: actor.slice(-MARK) }) : ''
  return word('actor', by) + mark
}
