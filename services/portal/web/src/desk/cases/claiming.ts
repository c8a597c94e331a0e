/** The resident for whom a claim is entered: known already, or to be registered by name and number. */
import type { Consent } from '../entry/queries'

export interface ClaimingPerson {
  /** Empty until he or she is found, or registered. */
  id: string
  name: string
  phone: string
  consent: Consent
}

export function nobody(): ClaimingPerson {
  return { id: '', name: '', phone: '', consent: 'in_person' }
}
