/** Every text of the pages stands in a catalogue, in Chinese first; a text missing in English does not compile. */

export interface Texts {
  [key: string]: string | Texts
}

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

export interface Catalogue {
  zh: Texts
  en: Texts
}

export type Language = 'zh' | 'en'
export type Translate = (key: string, values?: Record<string, string | number>) => string

const KEPT = 'language'

let shown: Record<string, string> = {}

export function texts<T extends Texts>(zh: T, en: Same<T>): Catalogue {
  return { zh, en: en as Texts }
}

/** Asked for by `?lang=`, else chosen before, else Chinese. */
export function language(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEPT)
  return asked === 'en' ? 'en' : 'zh'
}

/** `zh` or `en` of something that comes in both. */
export function inWords(both: { zh: string; en: string }): string {
  return both[language()]
}

/** Puts the catalogues of a page in force under their names, as in `t('wall.offers')`. */
export function use(catalogues: Record<string, Catalogue>): void {
  shown = flat(Object.fromEntries(Object.entries(catalogues).map(([name, part]) => [name, part[language()]])))
  document.documentElement.lang = language() === 'en' ? 'en' : 'zh-CN'
}

/** The text called `key`, with `{name}` replaced by `values.name`. */
export const t: Translate = (key, values = {}) => {
  const text = shown[key]
  if (text === undefined) console.error(`no text ${key}`)
  return (text ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Shows the page in `chosen` from now on. */
export function speak(chosen: Language): void {
  localStorage.setItem(KEPT, chosen)
  const address = new URL(location.href)
  address.searchParams.delete('lang')
  history.replaceState(null, '', address)
  location.reload()
}

function flat(nested: Texts, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(nested).map(([name, text]) =>
      typeof text === 'string' ? { [prefix + name]: text } : flat(text, `${prefix}${name}.`),
    ),
  ) as Record<string, string>
}
