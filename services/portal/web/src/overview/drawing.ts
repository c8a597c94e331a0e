/** How the wishes stand in each row: the parts add up to what was published. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Cell } from '../shared/charts/csv'
import { t } from '../shared/texts'
import type { Figures, Row } from './figures'
import type { Overview } from './queries'

type Count = Exclude<keyof Figures, 'untilClaimed' | 'untilFulfilled'>

const COUNTS: Count[] = [
  'organizations',
  'members',
  'offersListed',
  'offersStale',
  'needsPublished',
  'needsResolved',
  'wishesPublished',
  'wishesFulfilled',
  'wishesUnderWay',
  'wishesOpen',
  'wishesClosed',
  'wishesOpened',
  'wishesClaimed',
]
const MEDIANS = ['untilClaimed', 'untilFulfilled'] as const
const STAGES = ['wishesFulfilled', 'wishesUnderWay', 'wishesOpen', 'wishesClosed'] as const

export function columns(): string[] {
  const medians = MEDIANS.flatMap((name) => [t(`overview.csv.${name}`), t('overview.csv.measured')])
  return [t('overview.node'), ...COUNTS.map((name) => t(`overview.csv.${name}`)), ...medians]
}

export function cells({ rows, total }: Overview): Cell[][] {
  return [...rows.map(({ node, figures }) => line(node.name, figures)), line(t('overview.total'), total)]
}

function line(name: string, figures: Figures): Cell[] {
  const medians = MEDIANS.flatMap((each) => [figures[each].days, figures[each].of])
  return [name, ...COUNTS.map((each) => figures[each]), ...medians]
}

export function height(rows: readonly Row[]): number {
  return 112 + 40 * rows.length
}

export function option(rows: readonly Row[]): EChartsCoreOption {
  return {
    grid: { left: 8, right: 24, top: 72, bottom: 8, containLabel: true },
    legend: { top: 4, left: 8, data: STAGES.map((stage) => t(`overview.stage.${stage}`)) },
    xAxis: { type: 'value', min: 0, minInterval: 1 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ node }) => node.name),
      axisTick: { show: false },
      axisLabel: { width: 112, overflow: 'truncate', color: '#1f1b18', interval: 0 },
    },
    series: STAGES.map((stage) => ({
      name: t(`overview.stage.${stage}`),
      type: 'bar',
      stack: 'wishes',
      barMaxWidth: 28,
      data: rows.map(({ figures }) => figures[stage]),
    })),
  }
}
