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

interface Pile<T> {
  total: number
  items: T[]
}

function section<T>(name: Section['name'], { total, items }: Pile<T>, way: string, item: (one: T) => Item): Section {
  return { name, total, items: items.slice(0, FIRST).map(item), all: way }
}

export async function ofRegistry(community: string): Promise<Section[]> {
  const desk = await content(registry.GET('/api/registry/v1/communities/{community}/desk', { params: { path: { community } } }))
  const offered = (offer: R['OfferView']) => ({ id: offer.id, text: offer.title, more: offer.organization_name, to: `/desk/offers/${offer.id}` })
  return [
    section('wishes', desk.wishes_to_review, '/desk/review', (wish) => ({ id: wish.id, text: wish.text ?? '', to: `/desk/review/${wish.id}` })),
    section('needs', desk.needs_to_publish, '/desk/needs', (need) => ({ id: need.id, text: need.title, more: need.organization_name, to: '/desk/needs' })),
    section('submitted', desk.offers_to_list, '/desk/offers', offered),
    section('stale', desk.stale_offers, '/desk/offers', offered),
  ]
}

/** What one person or organization has to be told, at one time. */
export interface Telling {
  recipient: string
  name: string | null
  tasks: Task[]
}

/** Who has to be told in person, who waits longest first. */
export async function tellings(community: string): Promise<Telling[]> {
  const { items } = await all((cursor) => content(notify.GET('/api/notify/v1/tasks', { params: { query: { community, limit: 200, cursor } } })))
  const by = new Map<string, Telling>()
  for (const task of items) {
    const recipient = task.address.slice(task.address.indexOf(':') + 1)
    const known = by.get(recipient) ?? { recipient, name: task.name, tasks: [] }
    known.tasks.push(task)
    by.set(recipient, known)
  }
  return [...by.values()]
}

export function tell(key: string, notice: string, how: How) {
  return content(notify.POST('/api/notify/v1/notices/{notice}/telling', { params: { header: headers(key), path: { notice } }, body: { how } }))
}
