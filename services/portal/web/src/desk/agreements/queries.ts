/** What the desk asks of registry about agreements. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'
import { all, type All } from '../pages'

type Schemas = components['schemas']
export type Agreement = Schemas['AgreementView']
export type Stands = Agreement['stands']
export type Sheet = Schemas['Sheet']
export type SheetLine = Schemas['SheetLine']
export type Duties = Schemas['Duties']
export type Template = Schemas['Template']
export type Clause = Schemas['CountableGiven'] | Schemas['DeclaratoryGiven']
export type Signing = Schemas['SigningBody']
export type Kept = Schemas['ClauseNoteBody']['kept']
export type Scan = Schemas['Scan']

export function agreements(community: string, stands: Stands | undefined, organization?: string): Promise<All<Agreement>> {
  const path = { community }
  return all((cursor) =>
    content(
      registry.GET('/api/registry/v1/communities/{community}/agreements', {
        params: { path, query: { stands, organization, limit: 200, cursor } },
      }),
    ),
  )
}

export function duties(community: string): Promise<Duties> {
  return content(registry.GET('/api/registry/v1/communities/{community}/duties', { params: { path: { community } } }))
}

export async function templates(community: string): Promise<Template[]> {
  const params = { path: { community }, query: { limit: 200 } }
  return (await content(registry.GET('/api/registry/v1/communities/{community}/templates', { params }))).items
}

export function adopt(key: string, body: Schemas['TemplateBody']) {
  return content(registry.POST('/api/registry/v1/templates', { params: { header: headers(key) }, body }))
}

export function revise(key: string, { id, version }: Template, body: Schemas['TemplateTextBody']) {
  const params = { header: headers(key, version), path: { template: id } }
  return content(registry.PUT('/api/registry/v1/templates/{template}', { params, body }))
}

export function retire(key: string, template: string) {
  const params = { header: headers(key), path: { template } }
  return content(registry.POST('/api/registry/v1/templates/{template}/retirement', { params, body: { note: '' } }))
}

export function one(agreement: string): Promise<Agreement> {
  return content(registry.GET('/api/registry/v1/agreements/{agreement}', { params: { path: { agreement } } }))
}

export function sheet(agreement: string): Promise<Sheet> {
  return content(registry.GET('/api/registry/v1/agreements/{agreement}/sheet', { params: { path: { agreement } } }))
}

export function draft(key: string, body: Schemas['DraftBody']) {
  return content(registry.POST('/api/registry/v1/agreements', { params: { header: headers(key) }, body }))
}

function of(key: string, agreement: string, version?: number) {
  return { header: headers(key, version), path: { agreement } }
}

export function redraft(key: string, { id, version }: Agreement, title: string, clauses: Clause[]) {
  return content(registry.PUT('/api/registry/v1/agreements/{agreement}', { params: of(key, id, version), body: { title, clauses } }))
}

export function sign(key: string, agreement: string, body: Signing) {
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/signing', { params: of(key, agreement), body }))
}

export function renew(key: string, agreement: string, body: Schemas['RenewalBody']) {
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/renewal', { params: of(key, agreement), body }))
}

export function correct(key: string, agreement: string, body: Schemas['CorrectionBody']) {
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/correction', { params: of(key, agreement), body }))
}

export function terminate(key: string, agreement: string, body: Schemas['TerminationBody']) {
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/termination', { params: of(key, agreement), body }))
}

export function reinstate(key: string, agreement: string, note: string) {
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/reinstatement', { params: of(key, agreement), body: { note } }))
}

export function tick(key: string, agreement: string, body: Schemas['TickBody']) {
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/ticks', { params: of(key, agreement), body }))
}

export function untick(key: string, agreement: string, number: number, note: string) {
  const params = { header: headers(key), path: { agreement, tick: number } }
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/ticks/{tick}/reversal', { params, body: { note } }))
}

export function noteClause(key: string, agreement: string, version: number, clause: string, year: number, kept: Kept, note: string) {
  const params = { header: headers(key, version), path: { agreement, clause, year } }
  return content(registry.PUT('/api/registry/v1/agreements/{agreement}/clauses/{clause}/notes/{year}', { params, body: { kept, note } }))
}

/** The file itself is the body. */
export function attach(key: string, agreement: string, file: File) {
  return content(
    registry.POST('/api/registry/v1/agreements/{agreement}/scans', {
      params: of(key, agreement),
      body: file as unknown as string,
      bodySerializer: (sent) => sent as unknown as File,
      headers: { 'Content-Type': file.type },
    }),
  )
}

/** The file; the look is recorded. */
export async function show(key: string, agreement: string, scan: string): Promise<Blob> {
  const params = { header: headers(key), path: { agreement, scan } }
  const file = registry.POST('/api/registry/v1/agreements/{agreement}/scans/{scan}/showing', { params, body: {}, parseAs: 'blob' })
  return (await content<unknown>(file)) as Blob
}

export function eraseScan(key: string, agreement: string, scan: string, reason: Schemas['ScanErasureBody']['reason'], note: string) {
  const params = { header: headers(key), path: { agreement, scan } }
  return content(registry.POST('/api/registry/v1/agreements/{agreement}/scans/{scan}/erasure', { params, body: { reason, note } }))
}
