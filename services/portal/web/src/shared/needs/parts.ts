/** A need in parts: each is counted in its own unit, and taken on by itself. */
import type { components as Matching } from '../../api/schema/matching'
import type { components as Registry } from '../../api/schema/registry'
import { t } from '../texts'

type Category = Registry['schemas']['NeedBody']['category']
type Part = Pick<Matching['schemas']['PartView'], 'number' | 'name' | 'unit'>

export interface PartDraft {
  name: string
  category: Category
  quantity: number
  unit: string
}

export function blankPart(category: Category | ''): PartDraft {
  return { name: '', category: category || 'other', quantity: 1, unit: '次' }
}

/** What all parts are together; in their unit where they have the same. */
export function wholeOf(parts: readonly PartDraft[]): { quantity: number; unit: string } {
  const units = new Set(parts.map(({ unit }) => unit))
  const quantity = parts.reduce((sum, part) => sum + (part.quantity || 0), 0)
  return { quantity, unit: units.size === 1 ? [...units][0]! : t('needPart.mixed') }
}

interface Counted {
  unit: string
  parts: readonly Part[]
}

/** The part that a claim is about; nothing where the need has none. */
export function partOf({ parts }: Pick<Counted, 'parts'>, { part }: { part?: number | null }): Part | undefined {
  return parts.find(({ number }) => number === part)
}

/** What a claim is counted in. */
export function unitOf(request: Counted, claim: { part?: number | null }): string {
  return partOf(request, claim)?.unit ?? request.unit
}
