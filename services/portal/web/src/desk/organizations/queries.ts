/** What the desk asks of registry about organizations. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'
import { all, type All } from '../pages'

type Schemas = components['schemas']
export type Organization = Schemas['OrganizationView']
export type Phone = Schemas['PhoneGiven']
export type Contact = Organization['contacts'][number]
export type Member = Schemas['Member']
export type Handover = Schemas['Handover']
export type Duty = Schemas['ContactBody']['duty']

/** All organizations by name; with `q` those it finds, by name, pinyin or initials, the best first. */
export async function organizations(community: string, q: string): Promise<All<Organization>> {
  const path = { community }
  const get = (query: { q?: string; limit: number; cursor?: string }) =>
    content(registry.GET('/api/registry/v1/communities/{community}/organizations', { params: { path, query } }))
  if (q) return { items: (await get({ q, limit: 50 })).items, cut: false }
  return all((cursor) => get({ limit: 200, cursor }))
}

export function one(organization: string): Promise<Organization> {
  return content(registry.GET('/api/registry/v1/organizations/{organization}', { params: { path: { organization } } }))
}

function of(key: string, organization: string) {
  return { header: headers(key), path: { organization } }
}

export function register(key: string, body: Schemas['OrganizationBody']) {
  return content(registry.POST('/api/registry/v1/organizations', { params: { header: headers(key) }, body }))
}

export function setPhones(key: string, organization: string, phones: Phone[]) {
  return content(registry.PUT('/api/registry/v1/organizations/{organization}/phones', { params: of(key, organization), body: { phones } }))
}

export function addContact(key: string, organization: string, person: string, duty: Duty) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/contacts', { params: of(key, organization), body: { person, duty } }))
}

export function changeDuty(key: string, organization: string, person: string, duty: Duty) {
  const params = { header: headers(key), path: { organization, person } }
  return content(registry.PUT('/api/registry/v1/organizations/{organization}/contacts/{person}', { params, body: { duty } }))
}

/** The last day, and who is called instead. */
export function endContact(key: string, organization: string, person: string, body: { until: string; successor: string | null }) {
  const params = { header: headers(key), path: { organization, person } }
  return content(registry.POST('/api/registry/v1/organizations/{organization}/contacts/{person}/ending', { params, body }))
}

/** All that belongs to `organization` belongs to `into` from now on, until that is taken back. */
export function merge(key: string, organization: string, into: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/merger', { params: of(key, organization), body: { into } }))
}

export function unmerge(key: string, organization: string) {
  return content(registry.DELETE('/api/registry/v1/organizations/{organization}/merger', { params: of(key, organization) }))
}

export function admit(key: string, organization: string, since: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership', { params: of(key, organization), body: { since } }))
}

export function leave(key: string, organization: string, body: { until: string; reason: Schemas['LeavingBody']['reason']; note: string }) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/ending', { params: of(key, organization), body }))
}

export function changeFacts(key: string, { id, version }: Organization, body: Schemas['OrganizationFactsBody']) {
  const params = { header: headers(key, version), path: { organization: id } }
  return content(registry.PUT('/api/registry/v1/organizations/{organization}', { params, body }))
}

export function deactivate(key: string, organization: string, reason: Schemas['DissolutionBody']['reason'], note: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/deactivation', { params: of(key, organization), body: { reason, note } }))
}

export function reactivate(key: string, organization: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/reactivation', { params: of(key, organization), body: {} }))
}

export function visits(organization: string) {
  return content(registry.GET('/api/registry/v1/organizations/{organization}/visits', { params: { path: { organization } } }))
}

export function recordVisit(key: string, organization: string, body: Schemas['VisitBody']) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/visits', { params: of(key, organization), body }))
}

export function followUp(key: string, visit: string, occurred_on: string, outcome: string) {
  const params = { header: headers(key), path: { visit } }
  return content(registry.POST('/api/registry/v1/visits/{visit}/follow-up', { params, body: { occurred_on, outcome } }))
}

export function handover(organization: string) {
  return content(registry.GET('/api/registry/v1/organizations/{organization}/handover', { params: { path: { organization } } }))
}

export function members(community: string, on: string) {
  return content(registry.GET('/api/registry/v1/communities/{community}/members', { params: { path: { community }, query: { on } } }))
}

export function approach(key: string, organization: string, stage: 'prospect' | 'invited', on: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/approach', { params: of(key, organization), body: { stage, on } }))
}

export function apply(key: string, organization: string, on: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/application', { params: of(key, organization), body: { on } }))
}

export function decline(key: string, organization: string, body: Pick<Schemas['DeclinationBody'], 'on' | 'reason' | 'note'>) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/declination', { params: of(key, organization), body }))
}

export function suspend(key: string, organization: string, body: Schemas['SuspensionBody']) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/suspension', { params: of(key, organization), body }))
}

export function resume(key: string, organization: string, until: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/resumption', { params: of(key, organization), body: { until } }))
}

export function confirmYear(key: string, organization: string, year: number) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/confirmations', { params: of(key, organization), body: { year } }))
}

export function giveRole(key: string, organization: string, body: Schemas['RoleBody']) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/roles', { params: of(key, organization), body }))
}

export function endRole(key: string, organization: string, body: Schemas['RoleEndingBody']) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/roles/ending', { params: of(key, organization), body }))
}
