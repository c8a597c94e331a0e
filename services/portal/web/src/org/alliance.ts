/** What the organization's pages ask and say about the alliance. */
import { content, registry } from '../api/client'
import type { components } from '../api/schema/registry'
import type { Organization } from './queries'

export type LeavingBody = Pick<components['schemas']['LeavingBody'], 'until' | 'reason' | 'note'>
export const LEAVING: LeavingBody['reason'][] = ['own_wish', 'moved_away', 'dissolved', 'other']

function of(key: string, organization: string) {
  return { header: { 'Idempotency-Key': key }, path: { organization } }
}

export function apply(key: string, organization: string, on: string) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/application', { params: of(key, organization), body: { on } }))
}

export function confirmYear(key: string, organization: string, year: number) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/confirmations', { params: of(key, organization), body: { year } }))
}

export function leave(key: string, organization: string, body: LeavingBody) {
  return content(registry.POST('/api/registry/v1/organizations/{organization}/membership/ending', { params: of(key, organization), body }))
}

export function lasts({ membership }: Pick<Organization, 'membership'>): boolean {
  return membership === 'member' || membership === 'suspended'
}

/** The first day that can be the last one: a pause that goes on is not undone by leaving. */
export function earliest({ memberships, suspensions }: Pick<Organization, 'memberships' | 'suspensions'>): string {
  const pause = suspensions.find(({ until }) => !until)
  return pause?.since ?? memberships.at(-1)?.since ?? ''
}

/** The years of the membership for which it has not said that it stays, this one first. */
export function unconfirmed({ memberships, confirmed }: Pick<Organization, 'memberships' | 'confirmed'>, today: string): number[] {
  const now = Number(today.slice(0, 4))
  const first = Number(memberships.at(-1)?.since.slice(0, 4) ?? now)
  return Array.from({ length: now - first + 1 }, (_, back) => now - back).filter((year) => !confirmed.includes(year))
}
