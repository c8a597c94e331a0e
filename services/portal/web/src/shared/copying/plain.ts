/** A list as a text to be sent on: a title with the day, then what stands on it, numbered. */
import { today } from '../days'
import { t } from '../texts'

/** What is said of one thing: its name, then the rest; what is empty is left out. */
export type Told = [name: string, ...more: (string | null | undefined | false)[]]

export function numbered(title: string, things: Told[]): string {
  const lines = things.map(([name, ...more], index) => [`${index + 1}. ${name}`, more.filter(Boolean).join('；')].filter(Boolean).join('\n   '))
  return [t('common.textTitle', { title, day: today() }), ...lines].join('\n')
}
