import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem, Unanswered } from '../api/problem'
import { useWrite } from './writing'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what was not answered is sent again with the same key', async () => {
  const keys: string[] = []
  const write = effectScope().run(() =>
    useWrite(async (key: string, what: string) => {
      keys.push(key)
      if (keys.length < 3) throw new Unanswered()
      return what
    }),
  )!
  const done = write.perform('lamp')
  await vi.advanceTimersByTimeAsync(1)
  expect(write.kept.value).toBe(true)
  await vi.advanceTimersByTimeAsync(7_000)
  expect(await done).toBe('lamp')
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(write.kept.value).toBe(false)
})

test('a refusal ends it, and another try has another key', async () => {
  const keys: string[] = []
  const write = effectScope().run(() =>
    useWrite(async (key: string) => {
      keys.push(key)
      throw new Problem(409, { detail: 'taken' })
    }),
  )!
  expect(await write.perform()).toBeUndefined()
  expect((write.error.value as Problem).message).toBe('taken')
  await write.perform()
  expect(new Set(keys).size).toBe(2)
})
