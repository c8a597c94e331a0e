import { expect, test } from 'vitest'
import { neighbourOf } from './whose'

test('one speaks for oneself and for the child one is the guardian of, and with consent for a neighbour', () => {
  expect(neighbourOf({ person: 'person_a' }, 'person_a')).toBeUndefined()
  expect(neighbourOf({ person: 'person_child', guardian: 'person_a' }, 'person_a')).toBeUndefined()
  expect(neighbourOf({ person: 'person_child', guardian: 'person_b' }, 'person_a')).toBe('person_child')
  expect(neighbourOf({ person: 'person_b' }, 'person_a')).toBe('person_b')
  expect(neighbourOf({}, 'person_a')).toBeUndefined()
})
