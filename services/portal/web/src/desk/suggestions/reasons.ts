/** A reason in words, with the weight it has in the order. */
import { t } from '../../shared/texts'
import type { Reason } from './queries'

export function reason({ code, weight, words, count, of, day }: Reason): string {
  const joined = words?.join(code === 'words' ? '、' : '～') ?? ''
  const said = t(`desk.suggestions.reason.${code}`, { words: joined, count: count ?? '', of: of ?? '', day: day ?? '—' })
  return weight ? `${said} ${weight > 0 ? '+' : '−'}${Math.abs(weight)}` : said
}
