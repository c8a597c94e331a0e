import { expect, test } from 'vitest'

type Lists = Record<string, unknown>

const files: Record<string, { zh?: Lists; en?: Lists }> = import.meta.glob(['./*.ts', '!./*.test.ts', '!./index.ts'], { eager: true })

test.each(['zh', 'en'] as const)('no list of words stands in two files, where the later would hide the former: %s', (language) => {
  const lists = Object.values(files).flatMap((file) => Object.keys(file[language] ?? {}))
  expect(lists.length).toBeGreaterThan(20)
  expect(lists.filter((name, at) => lists.indexOf(name) !== at)).toEqual([])
})
