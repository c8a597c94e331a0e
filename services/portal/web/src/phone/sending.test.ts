import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem, Unanswered } from '../api/problem'
import { forgetDrafts } from './draft'
import { useSending } from './sending'

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
})
afterEach(() => void vi.useRealTimers())

function open(send: (key: string, filled: { words: string }) => Promise<string>) {
  const done: string[] = []
  const scope = effectScope()
  const sending = scope.run(() => useSending('wish', () => ({ words: '' }), send, (result) => done.push(result)))!
  return { ...sending, done, leave: () => scope.stop() }
}

test('what was typed is there again after a reload, and gone once it was sent', async () => {
  open(async () => 'sent').draft.words = '一盏灯'
  const after = open(async (_, { words }) => words)
  expect(after.draft.words).toBe('一盏灯')
  await after.perform()
  expect(after.done).toEqual(['一盏灯'])
  expect(open(async () => '').draft.words).toBe('')
})

test('what was not answered goes on after a reload with the same key', async () => {
  const keys: string[] = []
  const before = open(async (key) => {
    keys.push(key)
    throw new Unanswered()
  })
  before.draft.words = '一盏灯'
  void before.perform()
  await vi.advanceTimersByTimeAsync(1)
  before.leave()
  const after = open(async (key, { words }) => {
    keys.push(key)
    return words
  })
  await vi.advanceTimersByTimeAsync(1)
  expect(after.done).toEqual(['一盏灯'])
  expect(new Set(keys).size).toBe(1)
})

test('a refusal keeps what was typed for another try with another key', async () => {
  const keys: string[] = []
  const sending = open(async (key) => {
    keys.push(key)
    throw new Problem(422, {})
  })
  sending.draft.words = '一盏灯'
  await sending.perform()
  await sending.perform()
  expect(sending.draft.words).toBe('一盏灯')
  expect(new Set(keys).size).toBe(2)
  expect(sending.draft.key).toBe('')
})

test('an expired sign-in keeps the key: it may have been done already', async () => {
  const sending = open(async () => {
    throw new Problem(401, {})
  })
  await sending.perform()
  expect(sending.draft.key).not.toBe('')
})

test('who leaves takes the drafts along', () => {
  open(async () => '').draft.words = '一盏灯'
  forgetDrafts()
  expect(open(async () => '').draft.words).toBe('')
})
