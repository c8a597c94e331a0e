/** The five indicators as a chart draws them and as a table says them. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Cell } from '../shared/charts/csv'
import { inWords, t } from '../shared/texts'
import type { Scorecard } from './queries'

export interface Scores {
  columns: string[]
  rows: Cell[][]
  option: EChartsCoreOption
}

function value(hundredths: number | null | undefined): number | null {
  return hundredths === null || hundredths === undefined ? null : hundredths / 100
}

/** A bar; where there is nothing to score it has no length and says so. */
function bar(points: Cell) {
  const none = points === null
  return { value: none ? 0 : points, label: { show: true, formatter: none ? t('common.noData') : '{c}' } }
}

/** `card`, and beside it `before`: the quarter before, if the organization was a member then. */
export function scores(card: Scorecard, before: Scorecard | undefined, beforeName: string): Scores {
  const names = card.indicators.map(inWords)
  const past = new Map(before?.indicators.map(({ code, points }) => [code, value(points)]))
  const now = card.indicators.map(({ points }) => value(points))
  const then = card.indicators.map(({ code }) => past.get(code) ?? null)
  const total: Cell[] = [t('org.card.total'), value(card.total), value(before?.total)]
  return {
    columns: [t('org.card.indicator'), card.quarter, beforeName],
    rows: [...names.map((name, at): Cell[] => [name, now[at] ?? null, then[at] ?? null]), total],
    option: {
      grid: { left: 8, right: 56, top: 40, bottom: 8, containLabel: true },
      legend: { top: 4, left: 8, data: [card.quarter, beforeName] },
      xAxis: { type: 'value', min: 0 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: names,
        axisTick: { show: false },
        axisLabel: { width: 96, overflow: 'break', color: '#1f1b18' },
      },
      series: [
        { name: card.quarter, type: 'bar', data: now.map(bar), label: { position: 'right', color: '#1f1b18' } },
        { name: beforeName, type: 'bar', data: then.map(bar), label: { position: 'right', color: '#595049' } },
      ],
    },
  }
}
