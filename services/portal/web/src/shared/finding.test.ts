import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { joined, useFound } from './finding'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ROOM = { id: 'offer_1', title: '会议室' }
const PIANO = { id: 'offer_2', title: '钢琴' }
const HALL = { id: 'offer_3', title: '会议厅' }

test('what fits as it stands or was found is shown once, in the order of the list', () => {
  const fits = ({ title }: typeof ROOM) => title.includes('琴')
  expect(joined([ROOM, PIANO], fits, [ROOM])).toEqual([ROOM, PIANO])
  expect(joined([ROOM, PIANO], fits, [])).toEqual([PIANO])
})

test('what was found is shown though the list was too long to hold it', () => {
  expect(joined([PIANO], () => false, [HALL])).toEqual([HALL])
})

test('the API is asked once when the keys rest, and not for nothing', async () => {
  const scope = effectScope()
  const typed = ref('')
  const load = vi.fn(async () => [ROOM])
  const found = scope.run(() => useFound(() => typed.value, load))!
  for (const text of ['h', 'hy', 'hys ']) {
    typed.value = text
    await nextTick()
    await vi.advanceTimersByTimeAsync(50)
  }
  await vi.advanceTimersByTimeAsync(200)
  expect(load.mock.calls).toEqual([['hys']])
  expect(found.items.value).toEqual([ROOM])
  typed.value = ''
  await vi.advanceTimersByTimeAsync(200)
  expect(load).toHaveBeenCalledTimes(1)
  expect(found.items.value).toEqual([])
  scope.stop()
})
