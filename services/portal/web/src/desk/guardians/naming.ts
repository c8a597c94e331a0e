/** Naming a minor's guardian: found by phone or registered, then named. It stays in memory only. */
import { content, registry } from '../../api/client'
import type { components } from '../../api/schema/registry'
import { headers, type Acting } from '../acting'
import { registerPerson, type Consent } from '../entry/queries'

export type Relation = components['schemas']['GuardianBody']['relation']

export interface Guardian {
  /** Empty until found, or registered. */
  id: string
  known: string
  name: string
  phone: string
  relation: Relation
  born: string
  consent: Consent
}

export function nobodyYet(): Guardian {
  return { id: '', known: '', name: '', phone: '', relation: 'mother', born: '', consent: 'in_person' }
}

/** Who is registered already stays so when the naming is refused. Answers with what came of it. */
export async function nameGuardian(act: Acting['act'], community: string, person: string, guardian: Guardian, done = ''): Promise<unknown> {
  if (!guardian.id) {
    const made = await act((key) => registerPerson(key, community, { ...guardian, address: '' }))
    if (!made) return undefined
    Object.assign(guardian, { id: made.id, known: guardian.name })
  }
  const { id, relation, born, consent } = guardian
  return act(
    (key) =>
      content(
        registry.PUT('/api/registry/v1/persons/{person}/guardian', {
          params: { path: { person }, header: headers(key) },
          body: { guardian: id, relation, born, consent },
        }),
      ),
    done,
  )
}
