/** What a page says of an error: what the API said, else something a person can act on. */
import { Problem, Unanswered } from '../api/problem'
import { t } from './texts'

export function complaint(error: unknown): string {
  if (!error) return ''
  if (error instanceof Unanswered) return t('common.offline')
  if (!(error instanceof Problem)) return t('common.unknown', { id: '-' })
  if (error.status === 401) return t('common.expired')
  if (error.status >= 500) return t('common.unknown', { id: error.requestId })
  const fields = error.errors.map(({ field, detail }) => `${field}: ${detail}`)
  return [error.message, ...fields].join(' ')
}
