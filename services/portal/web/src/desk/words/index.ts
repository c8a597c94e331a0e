/** The words for what the APIs choose from lists. */
import { t, texts } from '../../shared/texts'
import * as agreements from './agreements'
import * as links from './links'
import * as matching from './matching'
import * as peerClasses from './peerClasses'
import * as registry from './registry'
import * as suggestions from './suggestions'

const zh = { ...registry.zh, ...agreements.zh, ...links.zh, ...matching.zh, ...peerClasses.zh, ...suggestions.zh }
const en: typeof zh = { ...registry.en, ...agreements.en, ...links.en, ...matching.en, ...peerClasses.en, ...suggestions.en }

export const words = texts(zh, en)
export type WordList = keyof typeof zh

/** The word for `value` of a list; nothing for nothing. */
export function word(list: WordList, value: string | null | undefined): string {
  return value ? t(`desk.word.${list}.${value}`) : ''
}

/** What there is to choose from, in the order of the list, without `except`. */
export function choices<L extends WordList>(list: L, ...except: string[]): (keyof (typeof zh)[L] & string)[] {
  return (Object.keys(zh[list]) as (keyof (typeof zh)[L] & string)[]).filter((value) => !except.includes(value))
}
