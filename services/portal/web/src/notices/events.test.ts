import { expect, test } from 'vitest'
import { eventsOf, type ServerEvent } from './events'

function read(...texts: string[]): ServerEvent[] {
  const seen: ServerEvent[] = []
  const take = eventsOf((event) => seen.push(event))
  texts.forEach(take)
  return seen
}

test('an event is taken once all of it is there, wherever it was cut', () => {
  const whole = 'event: notice\nid: 12.0\ndata: {"a":\ndata: 1}\n\n: ping\n\ndata: next\n\n'
  const expected = [
    { event: 'notice', id: '12.0', data: '{"a":\n1}' },
    { event: 'message', id: undefined, data: 'next' },
  ]
  for (let at = 1; at < whole.length; at++) expect(read(whole.slice(0, at), whole.slice(at))).toEqual(expected)
})

test('lines may end as in a letter from Windows', () => {
  const whole = 'data: one\r\nid: 1.0\r\n\r\ndata: two\r\n\r\n'
  for (let at = 1; at < whole.length; at++) {
    expect(read(whole.slice(0, at), whole.slice(at)).map(({ data }) => data)).toEqual(['one', 'two'])
  }
})

test('a ping is no event, and half an event is none yet', () => {
  expect(read(': ping\n\n', 'data: half\n')).toEqual([])
})
