import { createApp, h, nextTick, ref, type Ref } from 'vue'
import { expect, test } from 'vitest'
import { useKeptPlace } from './keeping'

interface Shown {
  card: boolean
  form: boolean
}

function page(shown = ref<Shown>({ card: true, form: true })) {
  const within = ref<HTMLElement>()
  const otherwise = ref<HTMLElement>()
  const place = document.body.appendChild(document.createElement('div'))
  createApp({
    setup() {
      useKeptPlace(within, otherwise)
      const form = () => (shown.value.form ? [h('input', { id: 'form' })] : [])
      const inside = () => [h('button', { id: 'first' }), ...form()]
      const card = () => (shown.value.card ? [h('li', { class: 'card' }, inside())] : [])
      const outcome = () => h('p', { ref: otherwise, id: 'otherwise', tabindex: -1 })
      return () => h('div', [h('div', { ref: within }, card()), outcome()])
    },
  }).mount(place)
  return shown
}

async function gone(shown: Ref<Shown>, next: Shown): Promise<string | undefined> {
  document.getElementById('form')?.focus()
  shown.value = next
  await nextTick()
  await new Promise((wake) => setTimeout(wake))
  const id = document.activeElement?.id
  document.body.replaceChildren()
  return id
}

test('a form that closes gives the focus to its card', async () => {
  expect(await gone(page(), { card: true, form: false })).toBe('first')
})

test('a card that goes gives the focus to where it is said why', async () => {
  expect(await gone(page(), { card: false, form: false })).toBe('otherwise')
})

test('what stays keeps the focus', async () => {
  expect(await gone(page(), { card: true, form: true })).toBe('form')
})
