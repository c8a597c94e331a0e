import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { enter } from '../signin/session'
import { follow } from './stream'

beforeEach(() => {
  vi.useFakeTimers()
  enter(`a.${btoa('{}')}.c`, '')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function event(id: string): string {
  return `event: notice\nid: ${id}\ndata: {"id": "n${id}"}\n\n`
}

/** Follows a feed of which each connection answers one of `answers`, and notes what comes. */
function listen(...answers: (Response | Error)[]) {
  const asked: Headers[] = []
  const seen: string[] = []
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(new Headers(headers))
    const answer = answers.shift()
    if (answer instanceof Response) return answer
    throw answer ?? new TypeError('no network')
  })
  const stop = follow({
    opened: () => seen.push('opened'),
    told: ({ id }) => seen.push(id),
    broken: () => seen.push('broken'),
    refused: (error: Problem) => seen.push(`refused ${error.status}`),
  })
  return { asked, seen, stop }
}

test('after a break it goes on where it was', async () => {
  const { asked, seen, stop } = listen(new Response(event('7.0')), new TypeError('no network'), new Response(event('9.0')))
  await vi.advanceTimersByTimeAsync(4_000)
  stop()
  expect(seen.slice(0, 5)).toEqual(['opened', 'n7.0', 'broken', 'opened', 'n9.0'])
  expect(asked.slice(0, 3).map((headers) => headers.get('Last-Event-ID'))).toEqual([null, '7.0', '7.0'])
  expect(asked[0]?.get('Authorization')).toBe(`Bearer a.${btoa('{}')}.c`)
})

test('an expired sign-in ends it and is said', async () => {
  const { asked, seen } = listen(new Response('', { status: 401 }))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(seen).toEqual(['refused 401'])
  expect(asked).toHaveLength(1)
})

test('who leaves is not called any more', async () => {
  const { asked, stop } = listen(new Response(event('7.0')))
  stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveLength(1)
})
