import { expect, test } from 'vitest'
import { missingIn, type Wishing } from './posting'
import { screenOf } from './screens'

const wish = `wish_${'a2'.repeat(13)}`

test('the address says which screen', () => {
  expect(screenOf('')).toEqual({ name: 'start', wish: '' })
  expect(screenOf('#/mine').name).toBe('mine')
  expect(screenOf('#/steward').name).toBe('steward')
  expect(screenOf(`#/wishes/${wish}`)).toEqual({ name: 'wish', wish })
  expect(screenOf('#/wishes/../../x').name).toBe('start')
  expect(screenOf('#/constructor').name).toBe('start')
})

test('a wish for somebody else needs a name and consent', () => {
  const draft = { whose: '', name: ' ', consent: '', words: '' } as Wishing
  expect(missingIn(draft)).toEqual(['whose', 'words'])
  expect(missingIn({ ...draft, whose: 'me', words: '灯' })).toEqual([])
  expect(missingIn({ ...draft, whose: 'other', words: '灯' })).toEqual(['name', 'consent'])
})
