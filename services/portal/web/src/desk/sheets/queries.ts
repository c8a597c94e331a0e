/** Spreadsheets in and out: a file is looked at before anything is done, and each list that is taken out is on record. */
import { content, matching, registry } from '../../api/client'
import type { components as Matching } from '../../api/schema/matching'
import type { components, operations } from '../../api/schema/registry'
import { save } from '../../shared/charts/saving'
import { headers } from '../acting'

type Schemas = components['schemas']
export type Import = Schemas['Import']
export type Check = Schemas['Check']
export type CheckedRow = Schemas['CheckedRow']
export type Kind = operations['post_import']['parameters']['query']['kind']
type CasesBody = Matching['schemas']['ExportBody']
export type Purpose = NonNullable<Schemas['ExportBody']['purpose']>
/** What registry keeps, and what matching does. */
export type List = Schemas['ExportBody']['list'] | CasesBody['list']
export type Filters = NonNullable<Schemas['ExportBody']['filters']> & NonNullable<CasesBody['filters']>
export interface Wanted {
  list: List
  format: 'xlsx' | 'csv'
  filters: Filters
  purpose?: Purpose
}

const FILE = { 'Content-Type': 'application/octet-stream' }

/** The file itself is the body. */
export function handIn(key: string, community: string, kind: Kind, file: File) {
  const params = { header: headers(key), path: { community }, query: { kind } }
  const sent = { params, headers: FILE, body: file as unknown as string, bodySerializer: (body: unknown) => body as File }
  return content(registry.POST('/api/registry/v1/communities/{community}/imports', sent))
}

export function check(id: string): Promise<Check> {
  return content(registry.GET('/api/registry/v1/imports/{sheet_import}/check', { params: { path: { sheet_import: id } } }))
}

export function standing(id: string): Promise<Import> {
  return content(registry.GET('/api/registry/v1/imports/{sheet_import}', { params: { path: { sheet_import: id } } }))
}

export function apply(key: string, id: string) {
  const params = { header: headers(key), path: { sheet_import: id } }
  return content(registry.POST('/api/registry/v1/imports/{sheet_import}/application', { params, body: {} }))
}

export async function saveForm(community: string, kind: Kind, name: string): Promise<void> {
  const params = { path: { community, kind } }
  const file = await content<unknown>(
    registry.GET('/api/registry/v1/communities/{community}/forms/{kind}', { params, parseAs: 'blob' }),
  )
  save(name, file as Blob)
}

/** As it came in: a csv file is one again. */
export async function saveRemarks(id: string, name: string): Promise<void> {
  const params = { path: { sheet_import: id } }
  const file = await content<unknown>(registry.GET('/api/registry/v1/imports/{sheet_import}/remarks', { params, parseAs: 'blob' }))
  const { type } = file as Blob
  save(`${name}.${type.startsWith('text/csv') ? 'csv' : 'xlsx'}`, file as Blob)
}

function isOfCases(wanted: Wanted): wanted is Wanted & CasesBody {
  return wanted.list === 'cases' || wanted.list === 'bookings'
}

/** Takes a list out; that is on record with who did it. */
export async function saveList(key: string, community: string, wanted: Wanted, name: string): Promise<true> {
  const params = { header: headers(key), path: { community } }
  const file = isOfCases(wanted)
    ? matching.POST('/api/matching/v1/communities/{community}/exports', { params, body: wanted, parseAs: 'blob' })
    : registry.POST('/api/registry/v1/communities/{community}/exports', { params, body: wanted as Schemas['ExportBody'], parseAs: 'blob' })
  save(name, (await content<unknown>(file)) as Blob)
  return true
}
