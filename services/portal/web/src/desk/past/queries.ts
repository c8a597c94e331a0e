/** What the lists and single things said at a moment of the past; without `at`, what they say now. */
import { content, matching, registry } from '../../api/client'
import { all, type All } from '../pages'
import { offerShown, needShown, organizationShown, requestShown, agreementShown, bookingShown, type Shown } from './shown'

export interface Kind {
  /** How the ids of such things begin. */
  prefix: string
  list: (community: string, at: string) => Promise<All<Shown>>
  one: (id: string, at?: string) => Promise<Shown>
}

const MANY = 200

async function shown<T>(found: Promise<All<T>>, show: (one: T) => Shown): Promise<All<Shown>> {
  const { items, cut } = await found
  return { items: items.map(show), cut }
}

export const kinds: Record<string, Kind> = {
  offers: {
    prefix: 'offer_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/offers', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), offerShown),
    one: async (offer, at) => offerShown(await content(registry.GET('/api/registry/v1/offers/{offer}', { params: { path: { offer }, query: { at } } }))),
  },
  needs: {
    prefix: 'need_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/needs', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), needShown),
    one: async (need, at) => needShown(await content(registry.GET('/api/registry/v1/needs/{need}', { params: { path: { need }, query: { at } } }))),
  },
  organizations: {
    prefix: 'org_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/organizations', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), organizationShown),
    one: async (organization, at) =>
      organizationShown(await content(registry.GET('/api/registry/v1/organizations/{organization}', { params: { path: { organization }, query: { at } } }))),
  },
  cases: {
    prefix: 'req_',
    list: (community, at) =>
      shown(all((cursor) => content(matching.GET('/api/matching/v1/requests', { params: { query: { community, at, limit: MANY, cursor } } }))), requestShown),
    one: async (request, at) => requestShown(await content(matching.GET('/api/matching/v1/requests/{request}', { params: { path: { request }, query: { at } } }))),
  },
  agreements: {
    prefix: 'agreement_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/agreements', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), agreementShown),
    one: async (agreement, at) =>
      agreementShown(await content(registry.GET('/api/registry/v1/agreements/{agreement}', { params: { path: { agreement }, query: { at } } }))),
  },
  bookings: {
    prefix: 'calendar_',
    list: (community, at) =>
      shown(all((cursor) => content(matching.GET('/api/matching/v1/communities/{community}/bookings', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), bookingShown),
    one: async (booking, at) => bookingShown(await content(matching.GET('/api/matching/v1/bookings/{booking}', { params: { path: { booking }, query: { at } } }))),
  },
}

/** The list that a thing with this id stands on. */
export function kindOf(thing: string): { name: string; of: Kind } | undefined {
  const name = Object.keys(kinds).find((one) => thing.startsWith(kinds[one]!.prefix))
  return name === undefined ? undefined : { name, of: kinds[name]! }
}
