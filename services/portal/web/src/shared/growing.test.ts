import { effectScope } from 'vue'
import { expect, test, vi } from 'vitest'
import { useGrowing } from './reading'

test('one page after the other is added, and one that does not come leaves what is there', async () => {
  const pages: Record<string, { items: string[]; next_cursor: string | null }> = {
    '': { items: ['a', 'b'], next_cursor: 'after b' },
    'after b': { items: ['c'], next_cursor: null },
  }
  let broken = true
  const load = (cursor = '') => (cursor && broken ? Promise.reject(new Error('no')) : Promise.resolve(pages[cursor]!))
  const grown = effectScope().run(() => useGrowing(load))!
  await vi.waitFor(() => expect(grown.items.value).toEqual(['a', 'b']))
  await grown.more()
  expect([grown.items.value, grown.next.value, grown.sorry.value]).toEqual([['a', 'b'], 'after b', new Error('no')])
  broken = false
  await grown.more()
  expect([grown.items.value, grown.next.value, grown.sorry.value]).toEqual([['a', 'b', 'c'], undefined, undefined])
  await grown.first.reload()
  expect([grown.items.value, grown.next.value]).toEqual([['a', 'b'], 'after b'])
})
