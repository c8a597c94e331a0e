/** The community itself: its yearly figures and its limits. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'
import { all } from '../pages'

type Schemas = components['schemas']
export type Community = Schemas['CommunityView']
export type Settings = Schemas['SettingsGiven']
export type Ledger = Schemas['LedgerBody']

export type Place = Schemas['PlaceView']
export type LedgerLines = Schemas['LedgerView']

/** All places of the community by name, also those no longer used. */
export function places(id: string): Promise<Place[]> {
  const get = (cursor?: string) =>
    content(registry.GET('/api/registry/v1/communities/{community}/places', { params: { path: { community: id }, query: { limit: 200, cursor } } }))
  return all((cursor) => get(cursor)).then(({ items }) => items)
}

export function lines(id: string, year: number): Promise<LedgerLines> {
  return content(registry.GET('/api/registry/v1/communities/{community}/ledgers/{year}', { params: { path: { community: id, year } } }))
}

export function name(key: string, body: Schemas['PlaceBody']) {
  return content(registry.POST('/api/registry/v1/places', { params: { header: headers(key) }, body }))
}

export function rename(key: string, place: string, body: Schemas['PlaceNameBody']) {
  return content(registry.PUT('/api/registry/v1/places/{place}', { params: { header: headers(key), path: { place } }, body }))
}

export function release(key: string, place: string, until: string) {
  const params = { header: headers(key), path: { place } }
  return content(registry.POST('/api/registry/v1/places/{place}/steward/ending', { params, body: { until } }))
}

export function appoint(key: string, place: string, person: string, since: string) {
  const params = { header: headers(key), path: { place } }
  return content(registry.POST('/api/registry/v1/places/{place}/steward', { params, body: { person, since } }))
}

export function close(key: string, place: string, reason: Schemas['DeactivationBody']['reason'], note: string) {
  const params = { header: headers(key), path: { place } }
  return content(registry.POST('/api/registry/v1/places/{place}/deactivation', { params, body: { reason, note } }))
}

export function reopen(key: string, place: string) {
  const params = { header: headers(key), path: { place } }
  return content(registry.POST('/api/registry/v1/places/{place}/reactivation', { params, body: {} }))
}

export function community(id: string): Promise<Community> {
  return content(registry.GET('/api/registry/v1/communities/{community}', { params: { path: { community: id } } }))
}

export function record(key: string, id: string, year: number, body: Ledger) {
  const params = { header: headers(key), path: { community: id, year } }
  return content(registry.PUT('/api/registry/v1/communities/{community}/ledgers/{year}', { params, body }))
}

export function change(key: string, { id, version }: Community, settings: Settings) {
  const params = { header: headers(key, version), path: { community: id } }
  return content(registry.PUT('/api/registry/v1/communities/{community}/settings', { params, body: { settings } }))
}

/** Days of a limit such as `P14D`, `P2W` or, working days, `P5WD`; or its hours, `PT24H`. Others are left as they are. */
export function countOf(limit: string | null | undefined, hourly: boolean): number | '' {
  const [, number, unit] = (hourly ? /^PT(\d+)(H)$/ : /^P(\d+)(D|WD|W)$/).exec(limit ?? '') ?? []
  return number ? Number(number) * (unit === 'W' ? 7 : 1) : ''
}

/** Whether a limit counts working days. */
export function inWorkingDays(limit: string | null | undefined): boolean {
  return /^P\d+WD$/.test(limit ?? '')
}
