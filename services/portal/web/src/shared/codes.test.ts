/** People see words, never the codes of the APIs: every list has a word for each of its values on each page that shows it. */
import { expect, test } from 'vitest'
import { desk } from '../desk/texts'
import { peerClassCode, peerClasses, zh as classes } from '../desk/words/peerClasses'
import { org } from '../org/texts'
import { common } from './common'
import type { Catalogue, Texts } from './texts'

type Schema = { enum?: string[]; anyOf?: Schema[]; properties?: Record<string, Schema> }
type Description = { components: { schemas: Record<string, Schema> } }

const described = import.meta.glob<Description>('../../../../../docs/openapi/*.json', { import: 'default', eager: true })
const pages = import.meta.glob<string>('../**/*.vue', { query: '?raw', import: 'default', eager: true })
const catalogues: Record<string, Catalogue> = { common, desk, org }

/** Where the words of a list stand, and the list: service, schema and property. */
const LISTS: [string, string, string, string][] = [
  ['common.category', 'registry', 'OfferBody', 'category'],
  ['common.category', 'registry', 'WishView', 'category'],
  ['common.category', 'matching', 'RequestView', 'category'],
  ['desk.word.allianceRole', 'registry', 'RoleBody', 'role'],
  ['desk.word.audience', 'registry', 'OfferView', 'audience'],
  ['desk.word.audience', 'matching', 'RequestView', 'audience'],
  ['desk.word.bookingState', 'matching', 'BookingView', 'state'],
  ['desk.word.claimStatus', 'matching', 'Claim', 'status'],
  ['desk.word.consent', 'registry', 'WishView', 'consent'],
  ['desk.word.membership', 'registry', 'OrganizationView', 'membership'],
  ['desk.word.mode', 'registry', 'OfferView', 'mode'],
  ['desk.word.needKind', 'registry', 'NeedView', 'kind'],
  ['desk.word.needState', 'registry', 'NeedView', 'state'],
  ['desk.word.offerState', 'registry', 'OfferView', 'state'],
  ['desk.word.organizationKind', 'registry', 'OrganizationView', 'kind'],
  ['desk.word.placeKind', 'registry', 'PlaceBody', 'kind'],
  ['desk.word.progress', 'registry', 'WishView', 'progress'],
  ['desk.word.suspensionReason', 'registry', 'SuspensionBody', 'reason'],
  ['desk.word.wishKind', 'registry', 'WishView', 'kind'],
  ['desk.word.wishState', 'registry', 'WishView', 'state'],
  ['org.agreements.stands', 'registry', 'AgreementView', 'stands'],
  ['org.agreements.verdict', 'registry', 'SheetLine', 'verdict'],
  ['org.alliance.pauseReason', 'registry', 'SuspensionBody', 'reason'],
  ['org.alliance.role', 'registry', 'RoleBody', 'role'],
  ['org.alliance.stage', 'registry', 'OrganizationView', 'membership'],
  ['org.alliance.step', 'registry', 'Step', 'stage'],
  ['org.audience', 'registry', 'OfferView', 'audience'],
  ['org.bookings.state', 'matching', 'BookingView', 'state'],
  ['org.ends.outcomes', 'matching', 'ReferralOutcomeBody', 'outcome'],
  ['org.duty', 'registry', 'ContactBody', 'duty'],
  ['org.endReason', 'registry', 'OfferView', 'reason'],
  ['org.kind', 'matching', 'RequestView', 'kind'],
  ['org.mode', 'registry', 'OfferView', 'mode'],
  ['org.needReason', 'registry', 'NeedView', 'reason'],
  ['org.needs.kinds', 'registry', 'NeedView', 'kind'],
  ['org.needState', 'registry', 'NeedView', 'state'],
  ['org.offerState', 'registry', 'OfferView', 'state'],
  ['org.progress', 'registry', 'NeedView', 'progress'],
  ['org.status', 'matching', 'Claim', 'status'],
  ['org.wishKind', 'matching', 'RequestView', 'wish_kind'],
]

/** Properties whose value is a code. */
const CODES =
  'audience|by|category|consent|decided_by|duty|ended|evidence_code|how|kind|level|membership|misfit|mode|outcome|peer_class|progress|reason|relation|role|shown_to|stands|state|status|verdict|wish_kind|need_kind'
/** What is a word already where it is shown, or was written by people. */
const SAID = ['../desk/past/PastList.vue one.state', '../desk/organizations/HandoverSheet.vue visit.outcome', '../desk/organizations/VisitPart.vue visit.outcome']

function values(schema: Schema | undefined): string[] {
  return schema?.enum ?? schema?.anyOf?.flatMap(values) ?? []
}

function listed(service: string, schema: string, property: string): string[] {
  const description = Object.entries(described).find(([path]) => path.endsWith(`/${service}.json`))?.[1]
  return values(description?.components.schemas[schema]?.properties?.[property])
}

function wordIn(catalogue: Texts, way: string[]): unknown {
  return way.reduce<unknown>((found, name) => (found as Texts | undefined)?.[name], catalogue)
}

function wordless(place: string, codes: string[]): string[] {
  const [page, ...way] = place.split('.')
  return codes.flatMap((code) => {
    const both = (['zh', 'en'] as const).filter((language) => typeof wordIn(catalogues[page!]![language], [...way, code]) !== 'string')
    return both.map((language) => `${place}.${code} ${language}`)
  })
}

test.each(LISTS)('%s has a word for each value of %s %s.%s', (place, ...list) => {
  const codes = listed(...list)
  expect(codes.length).toBeGreaterThan(1)
  expect(wordless(place, codes)).toEqual([])
})

test('no page shows the code itself', () => {
  const shown = Object.entries(pages).flatMap(([path, source]) =>
    [...source.matchAll(new RegExp(`\\{\\{\\s*([\\w.?!]+\\.(?:${CODES}))\\s*(?:\\?\\?[^}]*)?\\}\\}`, 'g'))].map(([, what]) => `${path} ${what}`),
  )
  expect(Object.keys(pages).length).toBeGreaterThan(100)
  expect(shown.filter((what) => !SAID.includes(what))).toEqual([])
})

test('every known class of organizations has a word', () => {
  const sized = ['company', 'shop'].flatMap((kind) => ['large', 'medium', 'small', 'micro'].map((size) => `${kind}_${size}`))
  expect(peerClasses).toEqual(expect.arrayContaining(sized))
  expect(wordless('desk.word.peerClass', [...peerClasses, ...listed('registry', 'OrganizationView', 'kind')])).toEqual([])
})

test('the word of a class stands for its code, and a class of their own for itself', () => {
  expect(peerClassCode(classes.peerClass.company_large)).toBe('company_large')
  expect(peerClassCode('Large company')).toBe('company_large')
  expect(peerClassCode('老字号')).toBe('老字号')
})
