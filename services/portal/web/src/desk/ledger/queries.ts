/** The community itself: its yearly figures and its limits. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'

type Schemas = components['schemas']
export type Community = Schemas['CommunityView']
export type Settings = Schemas['SettingsGiven']
export type Ledger = Schemas['LedgerBody']

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

/** Days of a limit such as `P14D` or `P2W`; hours and less are left as they are. */
export function daysOf(limit: string | null | undefined): number | '' {
  const [, number, unit] = /^P(\d+)([DW])$/.exec(limit ?? '') ?? []
  return number ? Number(number) * (unit === 'W' ? 7 : 1) : ''
}
