/** Which places another one may lie in: those in use that are wider than it. */
import type { Place } from './queries'

const WIDTH: Record<Place['kind'] & string, number> = { grid: 3, estate: 2, courtyard: 1 }
const widthOf = (kind: Place['kind']): number => WIDTH[kind ?? 'courtyard']

export function within<P extends Pick<Place, 'kind' | 'active'>>(places: readonly P[], kind: Place['kind']): P[] {
  return places.filter((one) => one.active && widthOf(one.kind) > widthOf(kind))
}
