/** What needs the desk today, from the three services that know. */
import { content, notify, registry } from '../../api/client'
import type { components as Notify } from '../../api/schema/notify'
import type { components as Registry } from '../../api/schema/registry'
import { headers } from '../acting'
import { all } from '../pages'

export type Task = Notify['schemas']['NoticeView']
export type How = Notify['schemas']['Telling']['how']
type R = Registry['schemas']

/** One thing to do: what it is about, where it is done, and perhaps what one key does about it. */
export interface Item {
  id: string
  text: string
  more?: string
  to: string
  urgent?: boolean
}

export interface Section {
  name: 'wishes' | 'needs' | 'submitted' | 'stale' | 'claims' | 'overdue' | 'deliveries' | 'reopened'
  total: number
  items: Item[]
  all: string
}

const FIRST = 6

function section<T>(name: Section['name'], found: readonly T[], total: number, way: string, item: (one: T) => Item): Section {
  return { name, total, items: found.slice(0, FIRST).map(item), all: way }
}

export async function ofRegistry(community: string): Promise<Section[]> {
  const path = { community }
  const [wishes, needs, offers] = await Promise.all([
    all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/wishes', { params: { path, query: { state: 'posted', limit: 200, cursor } } }))),
    all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/needs', { params: { path, query: { state: 'posted', limit: 200, cursor } } }))),
    all((cursor) => content(registry.GET('/api/registry/v1/communities/{community}/offers', { params: { path, query: { limit: 200, cursor } } }))),
  ])
  const submitted = offers.items.filter(({ state }) => state === 'submitted')
  const stale = offers.items.filter((offer) => offer.stale).sort((one, other) => (one.confirmed_on ?? '').localeCompare(other.confirmed_on ?? ''))
  const offered = (offer: R['OfferView']) => ({ id: offer.id, text: offer.title, more: offer.organization_name, to: `/desk/offers/${offer.id}` })
  return [
    section('wishes', wishes.items.reverse(), wishes.items.length, '/desk/review', (wish) => ({ id: wish.id, text: wish.text ?? '', to: `/desk/review/${wish.id}` })),
    section('needs', needs.items, needs.items.length, '/desk/needs', (need) => ({ id: need.id, text: need.title, more: need.organization_name, to: '/desk/needs' })),
    section('submitted', submitted, submitted.length, '/desk/offers', offered),
    section('stale', stale, stale.length, '/desk/offers', offered),
  ]
}

/** Who has to be told in person, who waits longest first. */
export async function tasks(community: string): Promise<Task[]> {
  return (await all((cursor) => content(notify.GET('/api/notify/v1/tasks', { params: { query: { community, limit: 200, cursor } } })))).items
}

export function tell(key: string, notice: string, how: How) {
  return content(notify.POST('/api/notify/v1/notices/{notice}/telling', { params: { header: headers(key), path: { notice } }, body: { how } }))
}
