/** What the lists and single things said at a moment of the past; without `at`, what they say now. */
import { content, matching, registry } from '../../api/client'
import { all, type All } from '../pages'
import {
  agreementShown,
  bookingShown,
  campaignShown,
  ledgersShown,
  meetingShown,
  needShown,
  offerShown,
  organizationShown,
  placeShown,
  planShown,
  requestShown,
  templateShown,
  wishShown,
  type Shown,
} from './shown'

export interface Kind {
  /** The key of what such a list is called. */
  title: string
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

function placeOf(place: string, at?: string) {
  return content(registry.GET('/api/registry/v1/places/{place}', { params: { path: { place }, query: { at } } }))
}

async function ledgers(community: string, at?: string): Promise<Shown> {
  return ledgersShown(await content(registry.GET('/api/registry/v1/communities/{community}', { params: { path: { community }, query: { at } } })))
}

export const kinds: Record<string, Kind> = {
  offers: {
    title: 'desk.part.offers',
    prefix: 'offer_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/offers', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), offerShown),
    one: async (offer, at) => offerShown(await content(registry.GET('/api/registry/v1/offers/{offer}', { params: { path: { offer }, query: { at } } }))),
  },
  needs: {
    title: 'desk.part.needs',
    prefix: 'need_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/needs', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), needShown),
    one: async (need, at) => needShown(await content(registry.GET('/api/registry/v1/needs/{need}', { params: { path: { need }, query: { at } } }))),
  },
  organizations: {
    title: 'desk.part.organizations',
    prefix: 'org_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/organizations', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), organizationShown),
    one: async (organization, at) =>
      organizationShown(await content(registry.GET('/api/registry/v1/organizations/{organization}', { params: { path: { organization }, query: { at } } }))),
  },
  cases: {
    title: 'desk.part.cases',
    prefix: 'req_',
    list: (community, at) =>
      shown(all((cursor) => content(matching.GET('/api/matching/v1/requests', { params: { query: { community, at, limit: MANY, cursor } } }))), requestShown),
    one: async (request, at) => requestShown(await content(matching.GET('/api/matching/v1/requests/{request}', { params: { path: { request }, query: { at } } }))),
  },
  agreements: {
    title: 'desk.part.agreements',
    prefix: 'agreement_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/agreements', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), agreementShown),
    one: async (agreement, at) =>
      agreementShown(await content(registry.GET('/api/registry/v1/agreements/{agreement}', { params: { path: { agreement }, query: { at } } }))),
  },
  bookings: {
    title: 'desk.part.bookings',
    prefix: 'calendar_',
    list: (community, at) =>
      shown(all((cursor) => content(matching.GET('/api/matching/v1/communities/{community}/bookings', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), bookingShown),
    one: async (booking, at) => bookingShown(await content(matching.GET('/api/matching/v1/bookings/{booking}', { params: { path: { booking }, query: { at } } }))),
  },
  wishes: {
    title: 'desk.past.list.wishes',
    prefix: 'wish_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/wishes', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), wishShown),
    one: async (wish, at) => wishShown(await content(registry.GET('/api/registry/v1/wishes/{wish}', { params: { path: { wish }, query: { at } } }))),
  },
  plans: {
    title: 'desk.part.plans',
    prefix: 'plan_',
    list: (community, at) =>
      shown(all((cursor) => content(matching.GET('/api/matching/v1/communities/{community}/plans', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), planShown),
    one: async (plan, at) => planShown(await content(matching.GET('/api/matching/v1/plans/{plan}', { params: { path: { plan }, query: { at } } }))),
  },
  meetings: {
    title: 'desk.past.list.meetings',
    prefix: 'meeting_',
    list: (community, at) =>
      shown(all((cursor) => content(matching.GET('/api/matching/v1/communities/{community}/meetings', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), meetingShown),
    one: async (meeting, at) => meetingShown(await content(matching.GET('/api/matching/v1/meetings/{meeting}', { params: { path: { meeting }, query: { at } } }))),
  },
  templates: {
    title: 'desk.past.list.templates',
    prefix: 'template_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/templates', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), templateShown),
    one: async (template, at) => templateShown(await content(registry.GET('/api/registry/v1/templates/{template}', { params: { path: { template }, query: { at } } }))),
  },
  campaigns: {
    title: 'desk.past.list.campaigns',
    prefix: 'campaign_',
    list: async (community, at) => ({
      items: (await content(registry.GET('/api/registry/v1/communities/{community}/campaigns', { params: { path: { community }, query: { at } } }))).map(campaignShown),
      cut: false,
    }),
    one: async (campaign, at) => campaignShown(await content(registry.GET('/api/registry/v1/campaigns/{campaign}', { params: { path: { campaign }, query: { at } } }))),
  },
  places: {
    title: 'desk.past.list.places',
    prefix: 'place_',
    list: (community, at) =>
      shown(all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/places', { params: { path: { community }, query: { at, limit: MANY, cursor } } }))), (one) => placeShown(one)),
    one: async (place, at) => {
      const found = await placeOf(place, at)
      return placeShown(found, found.parent ? (await placeOf(found.parent, at)).name : undefined)
    },
  },
  /** All years stand in the community itself. */
  ledgers: {
    title: 'desk.past.list.ledgers',
    prefix: 'community_',
    list: async (community, at) => ({ items: [await ledgers(community, at)], cut: false }),
    one: ledgers,
  },
}

/** The list that a thing with this id stands on. */
export function kindOf(thing: string): { name: string; of: Kind } | undefined {
  const name = Object.keys(kinds).find((one) => thing.startsWith(kinds[one]!.prefix))
  return name === undefined ? undefined : { name, of: kinds[name]! }
}
