import { createApp, h, nextTick, shallowReactive } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Wanted } from '../entering'
import type { Meeting } from '../queries'
import CommandLine from './CommandLine.vue'

const { organizations } = vi.hoisted(() => ({ organizations: vi.fn() }))
vi.mock('../queries', () => ({ organizations, residents: vi.fn() }))

const BARBER = { kind: 'organization', id: 'org_barber', name: '天桥理发店' }
const GARDEN = { kind: 'organization', id: 'org_garden', name: '天桥绿发园艺' }

function meeting(): Meeting {
  const number = { number: 1, text: '一盏灯', left: 1, quantity: 1, unit: '盏', intentions: [], claims: [] }
  return { community: 'community_home', community_name: '核桃园社区', state: 'open', total: 1, numbers: [number] } as unknown as Meeting
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => document.body.replaceChildren())

test('who was gone to with the arrows stays chosen when the meeting is looked at again', async () => {
  organizations.mockResolvedValue({ claimants: [BARBER, GARDEN], obvious: false })
  const given = shallowReactive({ meeting: meeting() })
  const entered: Wanted[] = []
  const app = createApp({ render: () => h(CommandLine, { ...given, onEntered: (wanted: Wanted) => entered.push(wanted) }) })
  app.mount(document.body.appendChild(document.createElement('div')))
  const input = document.querySelector('input')!
  input.value = '1 tq'
  input.dispatchEvent(new Event('input'))
  await vi.advanceTimersByTimeAsync(200)
  const chosen = () => document.querySelector('[aria-selected=true]')?.textContent
  expect(chosen()).toContain(BARBER.name)
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }))
  await nextTick()
  expect(chosen()).toContain(GARDEN.name)
  given.meeting = meeting()
  await nextTick()
  expect(chosen()).toContain(GARDEN.name)
  document.querySelector('form')!.dispatchEvent(new Event('submit'))
  expect(entered.map(({ claimant }) => claimant?.id)).toEqual([GARDEN.id])
})
