import { expect, test } from 'vitest'
import type { Task } from './queries'
import { stepsOf } from './steps'

function task(id: string, minute: number, params: Record<string, string>): Task {
  return { id, kind: 'wish_claimed', sent_at: `2024-12-01T09:${String(minute).padStart(2, '0')}:00+08:00`, params } as unknown as Task
}

const LAMP = { request: 'req_lamp' }

test('of each thing the last step stands first, the others behind it', () => {
  const [lamp, soup, ...more] = stepsOf([task('claimed', 1, LAMP), task('soup', 2, { request: 'req_soup' }), task('delivered', 4, LAMP), task('accepted', 3, LAMP)])
  expect(more).toEqual([])
  expect([lamp!.way, lamp!.last.id, lamp!.earlier.map(({ id }) => id)]).toEqual(['/desk/cases/req_lamp', 'delivered', ['accepted', 'claimed']])
  expect([soup!.last.id, soup!.earlier]).toEqual(['soup', []])
})

test('of two steps at once the later in the list is the last', () => {
  expect(stepsOf([task('one', 1, LAMP), task('other', 1, LAMP)])[0]!.last.id).toBe('other')
})

test('what is about nothing at the desk stands for itself', () => {
  expect(stepsOf([task('one', 1, {}), task('other', 1, {})]).map(({ way, last }) => [way, last.id])).toEqual([
    [undefined, 'one'],
    [undefined, 'other'],
  ])
})
