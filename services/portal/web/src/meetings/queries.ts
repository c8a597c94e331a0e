/** What the operator's pages ask the APIs. */
import { content, matching, registry } from '../api/client'
import type { components } from '../api/schema/matching'
import { usePolling, useRead, type Read } from '../shared/reading'
import { me } from '../signin/session'
import { isObvious } from './obvious'

type Schemas = components['schemas']
export type Brief = Schemas['MeetingBrief']
export type Meeting = Schemas['MeetingView']
export type Numbered = Schemas['NumberView']
export type Sheet = Schemas['Sheet']
export type Wish = Schemas['RequestView']

/** Who can claim: an organization or a resident that was found, or the community itself. */
export interface Claimant {
  kind: 'organization' | 'person' | 'community'
  id: string
  name: string
  /** What tells residents with one phone apart: their open wishes. */
  about?: string
  /** Of a resident who is not registered yet, and so has no `id`. */
  phone?: string
}

export interface Found {
  claimants: Claimant[]
  /** The first is what was typed to the letter, and the only one that is. */
  obvious: boolean
}

export interface Prepared {
  title: string
  held_on: string
  requests: string[]
}

const ROOT = '/api/matching/v1'
const EVERY = 3_000
const A_PAGE = 200
const MOST_MATCHES = 8

export function useMeetings(): Read<Brief[]> {
  const path = { community: me.value?.node ?? '' }
  return useRead(() =>
    pages((cursor) =>
      content(matching.GET(`${ROOT}/communities/{community}/meetings`, { params: { path, query: { limit: A_PAGE, cursor } } })),
    ),
  )
}

/** A meeting as it stands, looked at again and again: others may enter claims as well. */
export function useMeeting(meeting: string): Read<Meeting> {
  const read = useRead(() => content(matching.GET(`${ROOT}/meetings/{meeting}`, { params: { path: { meeting } } })))
  usePolling(() => read.reload(), EVERY)
  return read
}

export function useSheet(meeting: string): Read<Sheet> {
  return useRead(() => content(matching.GET(`${ROOT}/meetings/{meeting}/sheet`, { params: { path: { meeting } } })))
}

/** The open wishes of a community, all of them; who waits longest comes first. */
export async function openWishes(community: string): Promise<Wish[]> {
  const query = { community, kind: 'wish', state: 'open', limit: A_PAGE } as const
  const found = await pages((cursor) => content(matching.GET(`${ROOT}/requests`, { params: { query: { ...query, cursor } } })))
  return found.sort((one, other) => one.opened_at.localeCompare(other.opened_at))
}

export interface Place {
  id: string
  name: string
}

/** The communities that are ours to prepare meetings for. */
export async function communities(): Promise<Place[]> {
  const { nodes } = await content(registry.GET('/api/registry/v1/tree', {}))
  return nodes.filter(({ level, path }) => level === 'community' && path.includes(me.value?.node ?? ''))
}

/** Organizations by a part of the name, pinyin or initials, the closest first. */
export async function organizations(community: string, q: string): Promise<Found> {
  const query = { q, limit: MOST_MATCHES }
  const found = await content(
    registry.GET('/api/registry/v1/communities/{community}/organizations', { params: { path: { community }, query } }),
  )
  const claimants = found.items.map(({ id, name }): Claimant => ({ kind: 'organization', id, name }))
  return { claimants, obvious: isObvious(found.items, q) }
}

/** Who has this phone number, by masked name; the number goes in the body, which no log keeps. */
export async function residents(community: string, phone: string): Promise<Found> {
  const found = await content(registry.POST('/api/registry/v1/persons/matches', { body: { community, phone } }))
  const claimants = found.items.map(({ person, name, wishes }): Claimant => {
    return { kind: 'person', id: person, name, about: wishes.flatMap(({ text }) => text ?? []).join(' · ') }
  })
  return { claimants, obvious: claimants.length === 1 }
}

interface Paged<T> {
  items: T[]
  next_cursor: string | null
}

async function pages<T>(load: (cursor: string | undefined) => Promise<Paged<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const page = await load(cursor)
    all.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  return all
}
