/** Organizations that may have been entered twice, and what differs between two. */
import { t } from '../../shared/texts'
import { word } from '../words'
import { peerClassWord } from '../words/peerClasses'
import type { Handover, Organization } from './queries'

const ENDING = /(有限责任公司|股份有限公司|有限公司|公司)$/
const PLACE = /^北京市?/

/** A name without what people leave out or write otherwise: spaces, brackets, the city, the kind of company. */
export function folded(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().replace(/\(北京市?\)/g, '').replace(/[\s()·.,、，。\-—"“”]/g, '')
  return plain.replace(PLACE, '').replace(ENDING, '') || plain
}

/** Those whose names come to the same, each group in the order of the list. */
export function twins<T extends Pick<Organization, 'name'>>(organizations: T[]): T[][] {
  const groups = new Map<string, T[]>()
  for (const one of organizations) {
    const key = folded(one.name)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

export interface Compared {
  name: string
  goes: string
  stays: string
}

/** Both line by line, as the page shows them. */
export function compare(goes: Handover, stays: Handover): Compared[] {
  const other = told(stays)
  return told(goes).map(([name, text], index) => ({ name, goes: text, stays: other[index]![1] }))
}

function told({ organization: one, offers, needs, agreements, visits }: Handover): [string, string][] {
  return [
    ['name', one.name],
    ['kind', word('organizationKind', one.kind)],
    ['peerClass', peerClassWord(one.peer_class)],
    ['creditCode', one.credit_code ?? ''],
    ['staff', String(one.staff ?? '')],
    ['inside', t(one.inside ? 'desk.organizations.insideYes' : 'desk.organizations.insideNo')],
    ['reference', one.external_ref ? `${one.external_ref.system} ${one.external_ref.id}` : ''],
    ['phones', one.phones.map(({ number }) => number).join('、')],
    ['contacts', one.contacts.map(({ duty }) => word('duty', duty)).join('、')],
    ['membership', [word('membership', one.membership), one.memberships.at(-1)?.since].filter(Boolean).join(' ')],
    ['offers', titles(offers)],
    ['needs', titles(needs)],
    ['agreed', titles(agreements)],
    ['visits', String(visits.length)],
  ]
}

function titles(things: { title: string }[]): string {
  return things.map(({ title }) => title).join('、')
}
