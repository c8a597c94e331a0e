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

test('another claim for the same is another thing, and so is another clause', () => {
  const claimed = [1, 2].map((n) => task(`claim ${n}`, n, { ...LAMP, claim: `req_lamp/${n}` }))
  const clauses = [1, 2].map((n) => task(`clause ${n}`, n, { agreement: 'agreement_wall', clause: String(n) }))
  expect(stepsOf([...claimed, ...clauses]).map(({ last, earlier }) => [last.id, earlier.length])).toEqual([
    ['claim 1', 0],
    ['clause 1', 0],
    ['claim 2', 0],
    ['clause 2', 0],
  ])
})

test('what is said of the whole case stands with the claim that moved last, and of each wish by itself', () => {
  const [first, second, third] = [1, 2, 4].map((minute) => task(`claim ${minute}`, minute, { ...LAMP, claim: `req_lamp/${minute}` }))
  const found = stepsOf([first!, second!, task('published', 0, LAMP), task('reopened', 3, LAMP), third!, task('fulfilled', 5, LAMP)])
  expect(found.map(({ last, earlier }) => [last.id, earlier.map(({ id }) => id)])).toEqual([
    ['fulfilled', ['claim 4', 'reopened', 'published']],
    ['claim 1', []],
    ['claim 2', []],
  ])
  const guarded = ['wish_one', 'wish_two'].map((wish, n) => ({ ...task(wish, n, { wish }), kind: 'wish_guardian_changed' }) as Task)
  expect(stepsOf(guarded).map(({ last, earlier }) => [last.id, earlier.length])).toEqual([
    ['wish_one', 0],
    ['wish_two', 0],
  ])
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
