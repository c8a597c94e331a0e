import { expect, test } from 'vitest'
import { lastWritten, wrote } from './written'

test('what was written last is waited for where it is heard of, for half a minute', () => {
  wrote('registry:7', 0)
  wrote('matching:9', 1_000)
  wrote('notify:3', 2_000)
  expect(lastWritten(['registry', 'matching'], 3_000)).toBe('matching:9')
  expect(lastWritten(['notify'], 3_000)).toBe('notify:3')
  expect(lastWritten(['evaluation'], 3_000)).toBeUndefined()
  wrote('registry:8', 4_000)
  expect(lastWritten(['registry', 'matching'], 5_000)).toBe('registry:8')
  expect(lastWritten(['registry', 'matching'], 34_001)).toBeUndefined()
})
