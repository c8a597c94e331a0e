import { expect, test } from 'vitest'
import { keeperOf, merged, type Redaction } from './queries'

const said = { community: 'community_a', thing: 'need_a', texts: 2, reason: 'names_a_person', actor: 'u_1', by: 'staff' } as const

function one(id: string, service: string, at: string, state: Redaction['state']): Redaction {
  return { ...said, id, service, at, state }
}

test.each([
  ['org_a', 'registry'],
  ['agreement_a.1', 'registry'],
  ['template_a', 'registry'],
  ['calendar_a.3', 'matching'],
  ['meeting_a', 'matching'],
])('%s keeps its texts at %s', (thing, service) => {
  expect(keeperOf(thing)).toEqual({ service, thing })
})

test('each is there once, as it is said where it was ordered, the newest first', () => {
  const older = one('redaction_a', 'registry', '2026-01-01T00:00:00Z', 'done')
  const newer = one('redaction_b', 'matching', '2026-01-02T00:00:00Z', 'underway')
  const told = { ...older, at: '2026-01-03T00:00:00Z', actor: 'system:registry', by: 'system', state: 'retrying' } as const
  const lists = [[older, { ...newer, actor: 'system:matching' }], [newer, told], [told], []]
  expect(merged(lists).map(({ id, actor, standings }) => ({ id, actor, standings }))).toEqual([
    { id: 'redaction_b', actor: 'u_1', standings: { registry: 'underway', matching: 'underway', evaluation: 'unheard', notify: 'unheard' } },
    { id: 'redaction_a', actor: 'u_1', standings: { registry: 'done', matching: 'retrying', evaluation: 'retrying', notify: 'unheard' } },
  ])
})
