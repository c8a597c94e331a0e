import { expect, test } from 'vitest'
import { posterOf } from './poster'

test.each([
  ['self', 'person_a', 'person_a', null],
  ['neighbour', 'person_a', 'person_b', null],
  ['desk', 'person_a', 'u_clerk', null],
  ['desk', null, 'u_clerk', null],
  ['resident', null, 'person_b', null],
  ['organization', null, 'u_contact', 'org_a'],
] as const)('%s posted it', (poster, person, entered_by, organization) => {
  expect(posterOf({ person, entered_by, organization })).toBe(poster)
})
