/** Limits of one class, as lines that people add and take away one by one. */
import type { Community } from './queries'

export type ClassLimits = NonNullable<NonNullable<Community['settings']>['classes']>[number]
export type By = 'kind' | 'category' | 'peer_class'

export const DIFFERING = ['claim_due', 'claim_grace', 'confirm_due', 'unclaimed_after', 'unclaimed_grace', 'reply_due'] as const
export type Differing = (typeof DIFFERING)[number]

/** One limit of one class. */
export interface Line {
  by: By
  of: string
  name: Differing
  limit: string
}

const WAYS: readonly By[] = ['kind', 'category', 'peer_class']

/** What may differ for a class: of organizations only what begins with their claim. */
export function differing(by: By): readonly Differing[] {
  return by === 'peer_class' ? ['claim_due', 'claim_grace', 'confirm_due'] : DIFFERING
}

export function linesOf(classes: readonly ClassLimits[]): Line[] {
  return classes.flatMap((one) => {
    const by = WAYS.find((way) => one[way])
    if (!by) return []
    return DIFFERING.flatMap((name) => (one[name] ? [{ by, of: one[by] ?? '', name, limit: one[name] }] : []))
  })
}

/** The classes with `line` added; another limit of the same name for the same class goes. */
export function withLine(classes: readonly ClassLimits[], line: Line): ClassLimits[] {
  return gathered([...without(linesOf(classes), line), line])
}

/** The classes without `line`. */
export function withoutLine(classes: readonly ClassLimits[], line: Line): ClassLimits[] {
  return gathered(without(linesOf(classes), line))
}

function without(lines: Line[], { by, of, name }: Line): Line[] {
  return lines.filter((one) => one.by !== by || one.of !== of || one.name !== name)
}

function gathered(lines: Line[]): ClassLimits[] {
  const classes = new Map<string, ClassLimits>()
  for (const { by, of, name, limit } of lines) {
    const key = `${by} ${of}`
    classes.set(key, { ...(classes.get(key) ?? { [by]: of }), [name]: limit })
  }
  return [...classes.values()]
}
