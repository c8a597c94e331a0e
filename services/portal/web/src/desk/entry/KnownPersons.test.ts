import { createApp, h, nextTick, reactive } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import KnownPersons from './KnownPersons.vue'
import type { Match } from './queries'

const { known, said } = vi.hoisted(() => ({ known: vi.fn(), said: vi.fn() }))
vi.mock('./queries', () => ({ known }))
vi.mock('../acting', () => ({ say: said }))
vi.mock('../place', () => ({ useCommunity: () => 'community_home' }))

const someone = (person: string, by: Match['by']): Match => ({ person, name: '王＊＊', place: null, by, wishes: [] })
const buttons = () => [...document.querySelectorAll('button')]

function page(props: { phone?: string; name?: string; only?: 'phone' | 'name' }) {
  const given = reactive(props)
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp({ render: () => h(KnownPersons, given) })
  app.mount(place)
  return { given, app }
}

async function waited(ms = 400): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await nextTick()
}

beforeEach(() => {
  vi.useFakeTimers()
  known.mockReset()
  said.mockReset()
})
afterEach(() => document.body.replaceChildren())

test('what was found for another name is not to be chosen', async () => {
  known.mockResolvedValueOnce([someone('person_fang', ['name'])])
  const { given } = page({ name: '王芳' })
  await waited()
  expect(buttons().map(({ disabled }) => disabled)).toEqual([false])
  given.name = '王丽'
  await nextTick()
  expect(buttons().map(({ disabled }) => disabled)).toEqual([true])
  known.mockResolvedValueOnce([])
  await waited()
  expect(buttons()).toEqual([])
})

test('an answer that comes late is neither shown nor told', async () => {
  let answer: (found: Match[]) => void = () => undefined
  known.mockReturnValueOnce(new Promise((come) => (answer = come)))
  const { given, app } = page({ name: '王芳' })
  await waited()
  given.name = '王丽'
  await nextTick()
  answer([someone('person_fang', ['name'])])
  await waited(0)
  expect(buttons()).toEqual([])
  known.mockReturnValueOnce(new Promise((come) => (answer = come)))
  await waited()
  app.unmount()
  answer([someone('person_li', ['name'])])
  await waited(0)
  expect(said).not.toHaveBeenCalled()
})

test('half a number keeps no name from being found, and who has but the name stands apart', async () => {
  known.mockImplementation(async (_: string, phone?: string) => {
    if (phone) throw new Error('422')
    return [someone('person_fang', ['name'])]
  })
  page({ phone: '1380013', name: '王芳', only: 'phone' })
  page({ phone: '1380013', name: '王芳', only: 'name' })
  await waited()
  expect(document.querySelectorAll('section')).toHaveLength(1)
  expect(document.body.textContent).toContain('desk.entry.by.name')
})
