/** The parts of ECharts that are used; loaded only when a chart is shown. */
import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([AriaComponent, BarChart, CanvasRenderer, GridComponent, LegendComponent, TitleComponent])

const WIDTH = 1200
const TITLE = 64
const LOOK = {
  animation: false,
  aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
  backgroundColor: '#fffdfa',
  color: ['#a81e2b', '#8d8178', '#2f6b4f', '#d9cfc8'],
}

function font(): string {
  return getComputedStyle(document.documentElement).fontFamily
}

function dressed(option: EChartsCoreOption): EChartsCoreOption {
  return { ...LOOK, textStyle: { fontFamily: font(), color: '#1f1b18' }, ...option }
}

/** Draws into `place` and follows its width; call the answer to draw something else. */
export function draw(place: HTMLElement, option: EChartsCoreOption): EChartsType {
  const chart = init(place)
  chart.setOption(dressed(option))
  return chart
}

export function redraw(chart: EChartsType, option: EChartsCoreOption): void {
  chart.setOption(dressed(option), { notMerge: true })
}

/** The chart under its title as a PNG, always of the same width, whatever the screen. */
export async function picture(title: string, option: EChartsCoreOption, height: number): Promise<Blob> {
  const place = document.createElement('div')
  const chart = init(place, null, { width: WIDTH, height: height + TITLE, devicePixelRatio: 2 })
  const grid = { ...(option.grid as object), top: TITLE + 40 }
  const legend = { ...(option.legend as object), top: TITLE }
  chart.setOption(dressed({ ...option, grid, legend, title: { text: title, left: 24, top: 16 } }))
  const address = chart.getDataURL({ type: 'png', pixelRatio: 2 })
  chart.dispose()
  return new Blob([bytes(address)], { type: 'image/png' })
}

function bytes(address: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0))
}
