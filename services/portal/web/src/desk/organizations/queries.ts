/** What the desk asks of registry about organizations. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'
import type { Consent } from '../entry/queries'
import { all, type All } from '../pages'

type Schemas = components['schemas']
export type Organization = Schemas['OrganizationView']
export type Phone = Schemas['PhoneGiven']
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

export interface NewContact {
  name: string
  phone: string
  duty: Duty
  consent: Consent
}

export function addContact(key: string, organization: string, person: string, duty: Duty) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/contacts', { params: of(key, organization), body: { person, duty } }))
}

export function removeContact(key: string, organization: string, person: string) {
  const path = { organization, person }
  return content(registry.DELETE('/api/registry/v1/organizations/{organization}/contacts/{person}', { params: { header: headers(key), path } }))
}

export function admit(key: string, organization: string, since: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership', { params: of(key, organization), body: { since } }))
}

export function leave(key: string, organization: string, body: { until: string; reason: Schemas['LeavingBody']['reason']; note: string }) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/ending', { params: of(key, organization), body }))
}
