import { createApp, h } from 'vue'
import { expect, test, vi } from 'vitest'
import CalendarPart from './CalendarPart.vue'

const { nodeOf, record } = vi.hoisted(() => ({ nodeOf: vi.fn(), record: vi.fn() }))
vi.mock('./queries', () => ({ nodeOf, record }))

const node = (years: number[], off: string[]) => ({ name: '核桃园社区', calendar_missing: [2027], calendar: { years }, limits: { calendar: { years, off, worked: [] } } })

async function settled(): Promise<void> {
  await new Promise((wake) => setTimeout(wake))
}

function type(field: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  field.value = text
  field.dispatchEvent(new Event('input'))
}

test('what is typed before a saved year is read again stays', async () => {
  let answer: (found: unknown) => void = () => undefined
  nodeOf.mockResolvedValueOnce(node([], [])).mockReturnValueOnce(new Promise((come) => (answer = come)))
  record.mockResolvedValue({ id: 'community_home' })
  createApp({ render: () => h(CalendarPart, { community: 'community_home' }) }).mount(document.body.appendChild(document.createElement('div')))
  await settled()
  const [, off, worked] = [...document.querySelectorAll('textarea')] as [HTMLTextAreaElement, HTMLTextAreaElement, HTMLTextAreaElement]
  type(off, '2027-01-01')
  type(document.querySelectorAll('input')[1]!, '放假通知')
  await settled()
  document.querySelector('form')!.dispatchEvent(new Event('submit'))
  await settled()
  expect(record).toHaveBeenCalledOnce()
  type(worked, '2027-02-14')
  answer(node([2027], ['2027-01-01']))
  await settled()
  expect([off.value, worked.value]).toEqual(['2027-01-01', '2027-02-14'])
})
