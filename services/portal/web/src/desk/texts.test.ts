import { expect, test } from 'vitest'
import type { Texts } from '../shared/texts'
import { desk } from './texts'

const sources: Record<string, string> = import.meta.glob(['./**/*.vue', './**/*.ts'], { query: '?raw', import: 'default', eager: true })

function text(path: string): unknown {
  return path.split('.').reduce<unknown>((found, name) => (found as Texts | undefined)?.[name], desk.zh)
}

test('every text that the desk names is in its catalogue', () => {
  const named = Object.values(sources).flatMap((source) => [...source.matchAll(/'desk\.([\w.]+)'/g)].map(([, name]) => name!))
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((name) => typeof text(name) !== 'string')).toEqual([])
})
