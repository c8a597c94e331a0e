/** Choosing a category with a key or two, also where a Chinese input method takes the letters: the number that stands
 * before it, or the letter its word begins with (in Chinese, of its pinyin). */
import { common } from './common'
import { language, t } from './texts'

export const CATEGORIES = Object.keys(common.zh.category!)

/** Milliseconds within which a second digit belongs to the first. */
const TOGETHER = 1_000

const PINYIN: Record<string, string> = {
  care: 'g',
  household_help: 'j',
  repair: 'w',
  supplies: 'w',
  environment: 'h',
  safety: 'a',
  culture: 'w',
  learning: 'x',
  party_building: 'd',
  employment: 'j',
  space: 'c',
  parking: 't',
  charging: 'c',
  transport: 'j',
  volunteering: 'z',
  other: 'q',
}

export function initial(category: string): string {
  return language() === 'zh' ? (PINYIN[category] ?? '') : t(`common.category.${category}`).charAt(0).toLowerCase()
}

/** As it stands in a list to choose from. */
export function numbered(category: string): string {
  return `${CATEGORIES.indexOf(category) + 1} ${t(`common.category.${category}`)}`
}

/** Gives what a key chooses, after `chosen`; the same letter again goes on to the next. Undefined for other keys. */
export function useCategoryKeys(): (event: KeyboardEvent, chosen: string) => string | undefined {
  let digits = ''
  let at = 0

  function byDigit(digit: string, when: number): string | undefined {
    const both = when - at < TOGETHER ? digits + digit : digit
    digits = CATEGORIES[Number(both) - 1] ? both : digit
    at = when
    return CATEGORIES[Number(digits) - 1]
  }

  function byLetter(letter: string, chosen: string): string | undefined {
    const found = CATEGORIES.filter((category) => initial(category) === letter)
    return found[(found.indexOf(chosen) + 1) % found.length]
  }

  return (event, chosen) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return undefined
    const [, kind, key = ''] = /^(Digit|Numpad|Key)(\w)$/.exec(event.code) ?? []
    return kind === 'Key' ? byLetter(key.toLowerCase(), chosen) : kind && /\d/.test(key) ? byDigit(key, event.timeStamp) : undefined
  }
}
