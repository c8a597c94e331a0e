/** What the organization's page asks of registry about its agreements. */
import { content, registry } from '../api/client'
import type { components } from '../api/schema/registry'
import { everything } from './everything'

export type Agreement = components['schemas']['AgreementView']
export type Sheet = components['schemas']['Sheet']
export type SheetLine = components['schemas']['SheetLine']

/** Each with its sheet; drafts have none. */
export async function readAgreements(community: string): Promise<{ agreement: Agreement; lines: SheetLine[] }[]> {
  const path = { community }
  const found = await everything((cursor) =>
    content(registry.GET('/api/registry/v1/communities/{community}/agreements', { params: { path, query: { limit: 50, cursor } } })),
  )
  return Promise.all(found.map(async (agreement) => ({ agreement, lines: agreement.terms?.length ? await linesOf(agreement.id) : [] })))
}

async function linesOf(agreement: string): Promise<SheetLine[]> {
  const sheet = await content(registry.GET('/api/registry/v1/agreements/{agreement}/sheet', { params: { path: { agreement } } }))
  return sheet.lines
}

/** The file; the look is recorded. */
export async function readScan(key: string, agreement: string, scan: string): Promise<Blob> {
  const params = { header: { 'Idempotency-Key': key }, path: { agreement, scan } }
  const file = registry.POST('/api/registry/v1/agreements/{agreement}/scans/{scan}/showing', { params, body: {}, parseAs: 'blob' })
  return (await content<unknown>(file)) as Blob
}
