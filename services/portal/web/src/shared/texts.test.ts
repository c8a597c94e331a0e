import { expect, test, vi } from 'vitest'
import { t, texts, use } from './texts'

test('a text is found under the name of its part, with its values', () => {
  use({ wall: texts({ seeds: { lit: '亮 {count} 粒' } }, { seeds: { lit: '{count} lit' } }) })
  expect(t('wall.seeds.lit', { count: 3 })).toBe('亮 3 粒')
})

test('a text that is missing is said on the console, where the browser tests look', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(t('wall.nothing')).toBe('wall.nothing')
  expect(said).toHaveBeenCalledWith('no text wall.nothing')
})
