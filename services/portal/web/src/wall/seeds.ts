/** The wishes of a community as seeds of a pomegranate: which there are, where each lies, and which have just lit up. */
import type { components } from '../api/schema/registry'

type Wall = components['schemas']['Wall']

export type Light = 'open' | 'claimed' | 'fulfilled'

export interface Seed {
  id: string
  light: Light
}

export interface Placed extends Seed {
  x: number
  y: number
  angle: number
  size: number
}

export type Lights = ReadonlyMap<string, Light>

/** More would be too small to be seen. */
export const MOST = 400
const GOLDEN = 137.508
const BRIGHTNESS: Record<Light, number> = { fulfilled: 0, claimed: 1, open: 2 }

/** The wishes that hang on `wall` still, and those that came true. */
export function lightsOf(wall: Wall): Lights {
  const fulfilled = wall.fulfilled.map(({ id }) => [id, 'fulfilled'] as const)
  const waiting = wall.wishes.map(({ id, progress }) => [id, claimed(progress) ? 'claimed' : 'open'] as const)
  return new Map<string, Light>([...fulfilled, ...waiting])
}

/** Somebody is on it: also where it has to be done once more. */
export function claimed(progress: string | null): boolean {
  return progress === 'claimed' || progress === 'reopened'
}

/** Seeds in the order of their places: who has one keeps it, newcomers lie at the rim, at first the lit ones inside. */
export function arranged(before: readonly Seed[], lights: Lights): Seed[] {
  const kept = before.filter(({ id }) => lights.has(id)).map(({ id }) => seed(id, lights))
  const there = new Set(kept.map(({ id }) => id))
  const come = [...lights.keys()].filter((id) => !there.has(id)).map((id) => seed(id, lights))
  come.sort((one, other) => BRIGHTNESS[one.light] - BRIGHTNESS[other.light])
  return fewer([...kept, ...come])
}

function seed(id: string, lights: Lights): Seed {
  return { id, light: lights.get(id)! }
}

/** If there are too many, those that came true first give way. */
function fewer(seeds: Seed[]): Seed[] {
  let over = seeds.length - MOST
  if (over <= 0) return seeds
  return seeds.filter(({ light }) => light !== 'fulfilled' || over-- <= 0).slice(0, MOST)
}

/** Where `seeds` lie in a circle of `radius` around (0, 0), evenly as in a sunflower. */
export function placed(seeds: readonly Seed[], radius: number): Placed[] {
  const size = Math.min(radius / 7, (0.82 * radius) / Math.sqrt(Math.max(1, seeds.length)))
  const reach = radius - size
  return seeds.map((each, index) => {
    const distance = reach * Math.sqrt((index + 0.5) / seeds.length)
    const angle = (index * GOLDEN) % 360
    const turn = (angle * Math.PI) / 180
    return { ...each, x: round(distance * Math.sin(turn)), y: round(-distance * Math.cos(turn)), angle, size: round(size) }
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** The wishes that were claimed, and those that came true, from one look to the next. */
export function litBetween(before: Lights, after: Lights): { claimed: string[]; fulfilled: string[] } {
  const lit = [...after].filter(([id, light]) => {
    const was = before.get(id)
    return was !== undefined && BRIGHTNESS[light] < BRIGHTNESS[was]
  })
  const of = (wanted: Light) => lit.filter(([, light]) => light === wanted).map(([id]) => id)
  return { claimed: of('claimed'), fulfilled: of('fulfilled') }
}
