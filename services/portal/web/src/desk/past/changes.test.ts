import { beforeAll, expect, test } from 'vitest'
import { use } from '../../shared/texts'
import { desk } from '../texts'
import { changes } from './changes'
import type { Entry } from './shown'

const AT = '2026-03-02T00:00:00+08:00'

beforeAll(() => use({ desk }))

function entry(at: string, type: string, by: Entry['by'] = 'staff'): Entry {
  return { at, type, by, actor: 'staff:0123abcd', on_behalf_of: null, data: {}, version: 1 }
}

test('only what came later is told, with who did it', () => {
  const history = [
    entry('2026-03-01T15:59:59Z', 'offer_submitted'),
    entry('2026-03-01T16:00:01Z', 'offer_changed'),
    entry('2026-03-03T01:00:00Z', 'scan_shown'),
    entry('2026-03-04T01:00:00Z', 'offer_ended', 'contact'),
  ]
  const told = changes(history, AT)
  expect(told.map(({ what }) => what)).toEqual(['修改', '结束'])
  expect(told[0]!.who).toBe('工作人员（记号 abcd）')
})
