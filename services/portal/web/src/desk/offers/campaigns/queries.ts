/** What the collection campaigns ask of registry. */
import { content, registry } from '../../../api/client'
import type { components } from '../../../api/schema/registry'
import { headers } from '../../acting'
import { all, type All } from '../../pages'

type Schemas = components['schemas']
type Plain<B> = Omit<B, 'on_behalf_of' | 'consent'>
export type Campaign = Schemas['CampaignView']
export type Inquiry = Schemas['InquiryView']
export type CampaignBody = Plain<Schemas['CampaignBody']>
export type AnswerBody = Plain<Schemas['AnswerBody']>
export type Way = Schemas['AskingBody']['way']

export function campaigns(community: string): Promise<Campaign[]> {
  return content(registry.GET('/api/registry/v1/communities/{community}/campaigns', { params: { path: { community } } }))
}

export function campaign(of: string): Promise<Campaign> {
  return content(registry.GET('/api/registry/v1/campaigns/{campaign}', { params: { path: { campaign: of } } }))
}

/** All its offers; what waits for review comes first, then what was not answered yet. */
export async function inquiries(of: string): Promise<All<Inquiry>> {
  const path = { campaign: of }
  const found = await all((cursor) => content(registry.GET('/api/registry/v1/campaigns/{campaign}/inquiries', { params: { path, query: { limit: 200, cursor } } })))
  return { ...found, items: found.items.sort((one, other) => rank(one) - rank(other)) }
}

function rank({ inquiry }: Inquiry): number {
  if (inquiry?.to_review) return 0
  return inquiry?.answer ? 2 : 1
}

export function open(key: string, body: CampaignBody) {
  return content(registry.POST('/api/registry/v1/campaigns', { params: { header: headers(key) }, body }))
}

export function close(key: string, of: string) {
  return content(registry.POST('/api/registry/v1/campaigns/{campaign}/closing', { params: { header: headers(key), path: { campaign: of } }, body: { note: '' } }))
}

function within(key: string, of: string, offer: string) {
  return { header: headers(key), path: { campaign: of, offer } }
}

export function asked(key: string, of: string, offer: string, way: Way) {
  return content(registry.POST('/api/registry/v1/campaigns/{campaign}/offers/{offer}/askings', { params: within(key, of, offer), body: { way } }))
}

export function answered(key: string, of: string, offer: string, body: AnswerBody) {
  return content(registry.POST('/api/registry/v1/campaigns/{campaign}/offers/{offer}/answers', { params: within(key, of, offer), body }))
}

/** With one key: the offer becomes what was answered, or stays as it is. */
export function review(key: string, of: string, { id, version }: Schemas['OfferView'], accept: boolean) {
  const params = { header: headers(key, version), path: { campaign: of, offer: id } }
  return content(registry.POST('/api/registry/v1/campaigns/{campaign}/offers/{offer}/review', { params: params as never, body: { accept, note: '' } }))
}
