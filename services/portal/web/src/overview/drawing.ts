/** How the wishes stand in each row: the three parts add up to what was published. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Cell } from '../shared/charts/csv'
import { t } from '../shared/texts'
import { sum, type Figures, type Row } from './figures'

const NAMES: (keyof Figures)[] = [
  'organizations',
  'members',
  'offersListed',
  'offersStale',
  'needsPublished',
  'needsResolved',
  'wishesPublished',
  'wishesClaimed',
  'wishesFulfilled',
]
const STAGES = ['fulfilled', 'claimed', 'open'] as const

export function columns(): string[] {
  return [t('overview.node'), ...NAMES.map((name) => t(`overview.csv.${name}`))]
}

export function cells(rows: readonly Row[]): Cell[][] {
  const total = sum(rows.map(({ figures }) => figures))
  const named = rows.map(({ node, figures }): [string, Figures] => [node.name, figures])
  return [...named, [t('overview.total'), total] as [string, Figures]].map(([name, figures]) => [
    name,
    ...NAMES.map((each) => figures[each]),
  ])
}

function stages({ wishesPublished, wishesClaimed, wishesFulfilled }: Figures) {
  return {
    fulfilled: wishesFulfilled,
    claimed: wishesClaimed - wishesFulfilled,
    open: wishesPublished - wishesClaimed,
  }
}

export function height(rows: readonly Row[]): number {
  return 96 + 40 * rows.length
}

export function option(rows: readonly Row[]): EChartsCoreOption {
  return {
    grid: { left: 8, right: 24, top: 56, bottom: 8, containLabel: true },
    legend: { top: 4, left: 8, data: STAGES.map((stage) => t(`overview.stage.${stage}`)) },
    xAxis: { type: 'value', min: 0, minInterval: 1 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ node }) => node.name),
      axisTick: { show: false },
      axisLabel: { width: 112, overflow: 'break', color: '#1f1b18', interval: 0 },
    },
    series: STAGES.map((stage) => ({
      name: t(`overview.stage.${stage}`),
      type: 'bar',
      stack: 'wishes',
      data: rows.map(({ figures }) => stages(figures)[stage]),
    })),
  }
}
