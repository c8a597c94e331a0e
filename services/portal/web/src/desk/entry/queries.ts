/** What quick entry asks of registry. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers } from '../acting'

type Schemas = components['schemas']
export type Consent = NonNullable<Schemas['PersonBody']['consent']>

export interface Given {
  name: string
  phone: string
  address: string
  consent: Consent
  /** The courtyard or building where the person lives. */
  place?: string
}

export function registerPerson(key: string, community: string, { name, phone, address, consent, place }: Given) {
  return content(
    registry.POST('/api/registry/v1/persons', {
      params: { header: headers(key) },
      body: { community, name, phone: phone || null, address: address || null, place: place || null, consent, account: false },
    }),
  )
}

export function postWish(key: string, community: string, person: string, words: string, consent: Consent) {
  return content(
    registry.POST('/api/registry/v1/wishes', { params: { header: headers(key) }, body: { community, person, words, consent } }),
  )
}

export function postPublicWish(key: string, community: string, text: string) {
  return content(registry.POST('/api/registry/v1/wishes', { params: { header: headers(key) }, body: { community, text } }))
}

export type Printed = Schemas['PrintedReceipt']

/** Number and code that open this wish without an account; shown once. */
export function receipt(key: string, wish: string): Promise<Printed> {
  return content(registry.POST('/api/registry/v1/wishes/{wish}/receipt', { params: { path: { wish }, header: headers(key) }, body: {} }))
}

export function personOf(person: string) {
  return content(registry.GET('/api/registry/v1/persons/{person}', { params: { path: { person } } }))
}

export function livesIn(key: string, person: string, place: string | null, consent: Consent) {
  const params = { header: headers(key), path: { person } }
  return content(registry.PUT('/api/registry/v1/persons/{person}/place', { params, body: { place, consent } }))
}

export type Match = Schemas['Match']

/** Who in the community has this number or this name already, with their open wishes; both go in the body, names come masked. */
export async function known(community: string, phone?: string, name?: string): Promise<Match[]> {
  return (await content(registry.POST('/api/registry/v1/persons/matches', { body: { community, phone, name } }))).items
}
