/** What it would mean to give a line of a plan to somebody else, in words. */
import { t } from '../../shared/texts'
import type { Cause } from './queries'

/** How well it fits is one thing, whatever it was found by; where, how fresh and how busy are others. */
const SIDES = {
  fit: ['offers', 'words', 'did_before', 'intends'],
  where: ['elsewhere_near', 'elsewhere_far'],
  enough: ['a_part'],
  stale: ['stale'],
  busy: ['busy'],
} as const

type Side = keyof typeof SIDES

const LITTLE = 10
const SOME = 30

export function why(causes: readonly Cause[]): string {
  return causes.map(({ code, about = [] }) => t(`desk.plans.why.${code}`, { about: about.join('、'), has: about[0] ?? '', of: about[1] ?? '' })).join('；')
}

/** How much worse or better than `now`, and each side on which `then` differs. */
export function difference(now: readonly Cause[], then: readonly Cause[], extra: number): string {
  const sides = (Object.keys(SIDES) as Side[]).map((side) => told(side, of(side, now), of(side, then))).filter(Boolean)
  return [howMuch(extra), ...sides].join('；')
}

/** How much worse or better, in a word. */
export function howMuch(extra: number): string {
  if (!extra) return t('desk.plans.same')
  const size = Math.abs(extra) <= LITTLE ? 'little' : Math.abs(extra) <= SOME ? 'some' : 'much'
  return t(`desk.plans.${extra > 0 ? 'worse' : 'better'}.${size}`)
}

function of(side: Side, causes: readonly Cause[]): Cause[] {
  return causes.filter(({ code }) => (SIDES[side] as readonly string[]).includes(code))
}

function told(side: Side, now: Cause[], then: Cause[]): string {
  const extra = cost(then) - cost(now)
  if (!extra) return ''
  const values = { now: why(now) || t('desk.plans.side.none'), then: why(then) || t('desk.plans.side.none') }
  return t(`desk.plans.side.${side}.${extra > 0 ? 'worse' : 'better'}`, values)
}

function cost(causes: Cause[]): number {
  return causes.reduce((sum, cause) => sum + cause.cost, 0)
}
