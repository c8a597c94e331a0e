/** A clause as it may be sent on: what was agreed and how far it is, without the notes of who looks after it. */
import type { Told } from '../../shared/copying/plain'
import { t } from '../../shared/texts'
import { word } from '../words'
import type { SheetLine } from './queries'

export function told({ line, verdict, done, years }: Pick<SheetLine, 'line' | 'verdict' | 'done' | 'years'>): Told {
  const { clause, due } = line
  const progress = clause.kind === 'countable' && t('desk.agreements.progress', { done: done ?? 0, quantity: clause.quantity, unit: clause.unit, due: due ?? '' })
  const missing = years.map((year) => t('desk.agreements.noteMissing', { year })).join('；')
  return [clause.text, word('verdict', verdict), progress, missing]
}
