import { effectScope } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { Unanswered } from '../api/problem'
import { useTagged, type Question } from './tagged'

afterEach(() => void vi.useRealTimers())

function asked(answers: (() => Promise<{ data?: { n: number }; response: Response }>)[]) {
  vi.useFakeTimers()
  const tags: (string | undefined)[] = []
  const scope = effectScope()
  const watch = scope.run(() =>
    useTagged((question: Question) => {
      tags.push(question.headers['If-None-Match'])
      return (answers.shift() ?? (() => Promise.reject(new Unanswered())))()
    }, 2_000),
  )!
  return { watch, tags, scope }
}

const first = { n: 1 }
const said = async () => ({ data: first, response: new Response(null, { status: 200, headers: { ETag: '"a"' } }) })
const unchanged = async () => ({ response: new Response(null, { status: 304 }) })
const refused = async () => ({ response: new Response(null, { status: 404 }) })

test('nothing new keeps what is shown, and the tag is sent along', async () => {
  const { watch, tags, scope } = asked([said, unchanged])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(tags).toEqual([undefined, '"a"'])
  expect(watch.data.value).toBe(first)
  scope.stop()
})

test('a lost connection is said, keeps what is shown, and mends itself', async () => {
  const { watch, scope } = asked([said, () => Promise.reject(new Unanswered()), unchanged])
  await vi.advanceTimersByTimeAsync(2_000)
  expect([watch.connected.value, watch.data.value]).toEqual([false, first])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(watch.connected.value).toBe(true)
  scope.stop()
})

test('a connection that says nothing is given up', async () => {
  const { watch, scope } = asked([said, () => new Promise((_, refuse) => void setTimeout(() => refuse(new Error()), 10_000))])
  await vi.advanceTimersByTimeAsync(12_000)
  expect(watch.connected.value).toBe(false)
  scope.stop()
})

test('a refusal is told as such', async () => {
  const { watch, scope } = asked([refused])
  await vi.advanceTimersByTimeAsync(0)
  expect(watch.error.value).toMatchObject({ status: 404 })
  expect(watch.connected.value).toBe(true)
  scope.stop()
})
