/** Taking a name out of history: asked for wherever a thing keeps texts, and followed in every service. */
import { content, evaluation, matching, notify, registry } from '../../api/client'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'
import { all, type All } from '../pages'

export type Reason = components['schemas']['RedactionBody']['reason']

export const SERVICES = ['registry', 'matching', 'evaluation', 'notify'] as const
export type Service = (typeof SERVICES)[number]

/** Where a thing keeps its texts; one that was published keeps them at registry and at matching. */
export interface Keeper {
  service: 'registry' | 'matching'
  thing: string
}

/** What begins the ids of all that stands in matching. */
const IN_MATCHING = ['req_', 'calendar_', 'plan_', 'meeting_']

/** Where a thing keeps its texts that keeps them in one place. */
export function keeperOf(thing: string): Keeper {
  return { service: IN_MATCHING.some((prefix) => thing.startsWith(prefix)) ? 'matching' : 'registry', thing }
}

export type Redaction = components['schemas']['RedactionView']

/** How far a service is; one that has not heard of it yet will. */
export type Standing = 'unheard' | Redaction['state']

/** What was taken out, as it was ordered, and how far each service is. */
export interface Ordered extends Redaction {
  standings: Record<Service, Standing>
}

const MANY = 200

/** Asks each of `keepers`; answers with what they have begun. Throws where none of their texts says it. */
export async function takeOut(key: string, keepers: Keeper[], find: string, reason: Reason): Promise<string[]> {
  const begun: string[] = []
  let nothing: unknown
  for (const { service, thing } of keepers) {
    try {
      begun.push((await ask(key, service, { thing, find, reason })).id)
    } catch (caught) {
      if (!(caught instanceof Problem && caught.code === 'nothing_to_redact')) throw caught
      nothing = caught
    }
  }
  if (!begun.length) throw nothing
  return begun
}

function ask(key: string, service: Keeper['service'], body: components['schemas']['RedactionBody']) {
  const params = { header: headers(key) }
  return content(
    service === 'registry'
      ? registry.POST('/api/registry/v1/redactions', { params, body })
      : matching.POST('/api/matching/v1/redactions', { params, body }),
  )
}

/** How far `service` is with all of `redactions`. */
export async function standing(service: Service, redactions: string[]): Promise<Standing> {
  const found = await Promise.all(redactions.map((redaction) => one(service, redaction)))
  return found.find((each) => each !== 'done') ?? 'done'
}

async function one(service: Service, redaction: string): Promise<Standing> {
  const params = { path: { redaction } }
  const asked = {
    registry: () => registry.GET('/api/registry/v1/redactions/{redaction}', { params }),
    matching: () => matching.GET('/api/matching/v1/redactions/{redaction}', { params }),
    evaluation: () => evaluation.GET('/api/evaluation/v1/redactions/{redaction}', { params }),
    notify: () => notify.GET('/api/notify/v1/redactions/{redaction}', { params }),
  }
  try {
    return (await content(asked[service]())).state
  } catch (caught) {
    if (caught instanceof Problem && caught.status === 404) return 'unheard'
    throw caught
  }
}

/** All that was taken out of what `community` ever said, the newest first. */
export async function ordered(community: string): Promise<All<Ordered>> {
  const lists = await Promise.all(SERVICES.map((service) => listed(service, community)))
  return { items: merged(lists.map(({ items }) => items)), cut: lists.some(({ cut }) => cut) }
}

function listed(service: Service, community: string): Promise<All<Redaction>> {
  const params = (cursor?: string) => ({ params: { query: { community, limit: MANY, cursor } } })
  const asked = {
    registry: (cursor?: string) => registry.GET('/api/registry/v1/redactions', params(cursor)),
    matching: (cursor?: string) => matching.GET('/api/matching/v1/redactions', params(cursor)),
    evaluation: (cursor?: string) => evaluation.GET('/api/evaluation/v1/redactions', params(cursor)),
    notify: (cursor?: string) => notify.GET('/api/notify/v1/redactions', params(cursor)),
  }
  return all((cursor) => content(asked[service](cursor)))
}

/** One of each: what the service says where it was ordered, which alone knows by whom; and how far all of `lists`' are, in the order of the services. */
export function merged(lists: Redaction[][]): Ordered[] {
  const own = lists.flatMap((list, index) => list.filter(({ service }) => service === SERVICES[index]))
  const standing = (list: Redaction[] | undefined, id: string): Standing => list?.find((one) => one.id === id)?.state ?? 'unheard'
  return own
    .map((one) => ({ ...one, standings: Object.fromEntries(SERVICES.map((service, index) => [service, standing(lists[index], one.id)])) as Record<Service, Standing> }))
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
}
