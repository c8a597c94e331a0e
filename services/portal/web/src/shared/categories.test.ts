import { expect, test } from 'vitest'
import { CATEGORIES, initial, useCategoryKeys } from './categories'
import { common } from './common'
import { use } from './texts'

use({ common })

function pressing(...codes: [string, number?][]): (string | undefined)[] {
  const byKey = useCategoryKeys()
  let chosen = ''
  return codes.map(([code, timeStamp = 0]) => {
    const found = byKey({ code, timeStamp, ctrlKey: false, altKey: false, metaKey: false } as KeyboardEvent, chosen)
    chosen = found ?? chosen
    return found
  })
}

test('every category has a letter, and most have it for themselves or are the first with it', () => {
  expect(CATEGORIES.filter((category) => !/^[a-z]$/.test(initial(category)))).toEqual([])
  expect(new Set(CATEGORIES.map(initial)).size).toBeGreaterThan(10)
})

test('a digit chooses, two at once make a number, and two with a pause are two', () => {
  expect(pressing(['Digit3'])).toEqual(['repair'])
  expect(pressing(['Digit1', 5_000], ['Digit6', 5_300])).toEqual(['care', 'other'])
  expect(pressing(['Numpad1', 5_000], ['Numpad6', 7_000])).toEqual(['care', 'safety'])
  expect(pressing(['Digit9', 5_000], ['Digit9', 5_100])).toEqual(['party_building', 'party_building'])
  expect(pressing(['Digit0'])).toEqual([undefined])
})

test('the letter of the pinyin chooses, whatever the input method makes of it; again, the next one', () => {
  expect(pressing(['KeyC'], ['KeyC'], ['KeyC'])).toEqual(['space', 'charging', 'space'])
  expect(pressing(['KeyW'], ['KeyH'], ['KeyY'])).toEqual(['repair', 'environment', undefined])
})

test('other keys are left to the list', () => {
  expect(pressing(['ArrowDown'], ['Enter'], ['Tab'], ['NumpadEnter'], ['NumpadAdd'])).toEqual(Array(5).fill(undefined))
  const ctrl = { code: 'KeyC', ctrlKey: true, altKey: false, metaKey: false } as KeyboardEvent
  expect(useCategoryKeys()(ctrl, '')).toBeUndefined()
})
