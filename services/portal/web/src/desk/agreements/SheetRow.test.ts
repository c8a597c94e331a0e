import { createApp, h, nextTick, ref, shallowReactive, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Acting, Send } from '../acting'
import type { SheetLine } from './queries'
import SheetRow from './SheetRow.vue'

const { noted, ticked } = vi.hoisted(() => ({ noted: vi.fn(), ticked: vi.fn() }))
vi.mock('./queries', () => ({ noteClause: noted, tick: ticked, untick: vi.fn() }))
vi.mock('../parts/WordChoice.vue', () => ({ default: { render: () => null } }))
vi.mock('../words', () => ({ word: (_: string, code: string) => code }))

const declaratory = (years: number[]) =>
  ({ line: { name: '1.2', clause: { kind: 'declaratory', text: '走访' }, open: null }, verdict: 'unknown', years }) as unknown as SheetLine
const lights = (open: number) =>
  ({ line: { name: '1.1', clause: { kind: 'countable', quantity: 50 }, open }, verdict: 'open', done: 50 - open, years: [] }) as unknown as SheetLine
const field = (type: string) => document.querySelector<HTMLInputElement>(`input[type=${type}]`)
const acting = {
  busy: ref(false),
  kept: ref(false),
  error: shallowRef(),
  act: async <T>(send: Send<T>) => (await send('key')) ?? (true as T),
} satisfies Acting

/** The row, which lives on when the sheet is read again. */
function row(entry: SheetLine) {
  const given = shallowReactive({ agreement: 'agreement_x.1', version: 3, entry, acting })
  createApp({ render: () => h(SheetRow, given) }).mount(document.body.appendChild(document.createElement('div')))
  return given
}

async function opened(): Promise<void> {
  document.querySelector<HTMLButtonElement>('button')?.click()
  await nextTick()
}

async function saved(): Promise<void> {
  document.querySelector('form')?.dispatchEvent(new Event('submit'))
  await vi.waitFor(() => expect(document.querySelector('form')).toBeNull())
}

beforeEach(() => {
  noted.mockReset()
  ticked.mockReset()
})
afterEach(() => document.body.replaceChildren())

test('the next note is for the next year that lacks one, and replaces none', async () => {
  const given = row(declaratory([2023, 2024]))
  await opened()
  await saved()
  given.entry = declaratory([2024])
  await nextTick()
  await opened()
  await saved()
  expect(noted.mock.calls.map((call) => call[4])).toEqual([2023, 2024])
})

test('what is proposed for ticking is what is open by now', async () => {
  const given = row(lights(20))
  await opened()
  expect(field('number')?.value).toBe('20')
  await saved()
  given.entry = lights(5)
  await nextTick()
  await opened()
  expect(field('number')?.value).toBe('5')
})
