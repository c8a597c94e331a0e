/** What the page of an organization asks of registry about collection campaigns. */
import { content, registry } from '../api/client'
import type { components } from '../api/schema/registry'

type Schemas = components['schemas']
export type InquiryLine = Schemas['InquiryView']
export type AnswerBody = Omit<Schemas['AnswerBody'], 'on_behalf_of' | 'consent'>

export function readQuestionnaires(organization: string): Promise<Schemas['Questionnaire'][]> {
  return content(registry.GET('/api/registry/v1/organizations/{organization}/questionnaires', { params: { path: { organization } } }))
}

export function answerCampaign(key: string, campaign: string, offer: string, body: AnswerBody) {
  const params = { header: { 'Idempotency-Key': key }, path: { campaign, offer } }
  return content(registry.POST('/api/registry/v1/campaigns/{campaign}/offers/{offer}/answers', { params, body }))
}
