import { createApp, h, ref } from 'vue'
import { afterEach, expect, test } from 'vitest'
import { stays, useFocusKept } from './focus'

afterEach(() => document.body.replaceChildren())

function buttons(place: HTMLElement, count: number): HTMLButtonElement[] {
  return Array.from({ length: count }, () => place.appendChild(document.createElement('button')))
}

test('who went on elsewhere is told from whose place went away', () => {
  const [here, there] = buttons(document.body, 2) as [HTMLButtonElement, HTMLButtonElement]
  here.focus()
  const still = stays()
  expect(still()).toBe(true)
  here.remove()
  expect(still()).toBe(true)
  there.focus()
  expect(still()).toBe(false)
})

test('nobody went on where the focus came back to by itself', async () => {
  const root = ref<HTMLElement>()
  const app = createApp({
    setup() {
      useFocusKept(root)
      return () => h('div', { ref: root, tabindex: -1 })
    },
  })
  app.mount(document.body.appendChild(document.createElement('div')))
  const [before, here, there] = buttons(root.value!, 3) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement]
  before.focus()
  here.focus()
  const still = stays()
  here.remove()
  await new Promise((wake) => setTimeout(wake))
  expect(document.activeElement).toBe(before)
  expect(still()).toBe(true)
  there.focus()
  expect(still()).toBe(false)
  app.unmount()
})
