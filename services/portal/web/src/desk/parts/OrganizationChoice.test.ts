import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import OrganizationChoice, { type Chosen } from './OrganizationChoice.vue'

const { answers } = vi.hoisted(() => ({ answers: [] as ((names: string[]) => void)[] }))
vi.mock('../../api/client', () => ({
  content: (asked: unknown) => asked,
  registry: { GET: () => new Promise((come) => answers.push((names) => come({ items: names.map((name) => ({ id: `org_${name}`, name })) }))) },
}))
vi.mock('../place', () => ({ useCommunity: () => 'community_home' }))

afterEach(() => {
  answers.length = 0
  document.body.replaceChildren()
})

function field() {
  const chosen = ref<Chosen>()
  const app = createApp({ render: () => h(OrganizationChoice, { label: '单位', modelValue: chosen.value, 'onUpdate:modelValue': (one?: Chosen) => (chosen.value = one) }) })
  app.mount(document.body.appendChild(document.createElement('div')))
  const input = document.querySelector('input')!
  const type = (words: string) => ((input.value = words), input.dispatchEvent(new Event('input')))
  const press = (key: string) => input.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
  return { chosen, input, type, press, shown: () => input.getAttribute('aria-expanded') === 'true' }
}

async function answered(names: string[]): Promise<void> {
  answers.shift()!(names)
  await new Promise((wake) => setTimeout(wake))
  await nextTick()
}

test('Enter takes nothing that was found for what was typed before', async () => {
  const { chosen, type, press, shown } = field()
  type('css')
  await answered(['测试茶社', '测试书院'])
  expect(shown()).toBe(true)
  type('cssy')
  await nextTick()
  expect(shown()).toBe(false)
  press('Enter')
  expect(chosen.value).toBeUndefined()
  await answered(['测试书院'])
  press('Enter')
  expect(chosen.value?.name).toBe('测试书院')
})

test('what is found after one has gone on is not shown', async () => {
  const { input, type, shown } = field()
  type('cssy')
  input.dispatchEvent(new Event('blur'))
  await answered(['测试书院'])
  expect(shown()).toBe(false)
})
