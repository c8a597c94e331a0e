import { beforeAll, expect, test } from 'vitest'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import { org } from './texts'
import type { Scorecard } from './queries'
import { scores } from './scores'

beforeAll(() => use({ common, org }))

function card(quarter: string, total: number | null, ...points: (number | null)[]): Scorecard {
  const indicators = points.map((each, at) => ({ code: `code${at}`, zh: `指标${at}`, en: `Sign ${at}`, points: each }))
  return { quarter, total, indicators } as unknown as Scorecard
}

test('nothing to score is not 0: neither in the table nor in the chart', () => {
  const before = card('2024Q3', 100, null, 100, null)
  const { rows, option } = scores(card('2024Q4', 1250, 1250, null, 0), before, '上季度')
  expect(rows).toEqual([['指标0', 12.5, null], ['指标1', null, 1], ['指标2', 0, null], ['合计', 12.5, 1]])
  const [now] = option.series as { data: { label: { formatter: string } }[] }[]
  expect(now?.data.map(({ label }) => label.formatter)).toEqual(['{c}', '无数据', '{c}'])
})

test('without a quarter before the column stands empty', () => {
  const { rows } = scores(card('2024Q4', null, null), undefined, '上季度')
  expect(rows).toEqual([['指标0', null, null], ['合计', null, null]])
})
