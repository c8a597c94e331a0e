import { expect, test } from 'vitest'
import { announced, asLines, daysIn } from './days'

const TEXT = `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。`

test('an announcement is read as it is written', () => {
  const { off, worked } = announced(TEXT, 2026)
  expect(off).toHaveLength(15)
  expect([off[0], off[2], off[3], off.at(-1)]).toEqual(['2026-01-01', '2026-01-03', '2026-02-15', '2026-04-06'])
  expect(worked).toEqual(['2026-01-04', '2026-02-14', '2026-02-28'])
})

test('a range over the end of a month has all its days', () => {
  expect(daysIn('9月30日至10月2日', 2026)).toEqual(['2026-09-30', '2026-10-01', '2026-10-02'])
})

test('what is shown as lines is read back as the same days', () => {
  const days = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-10']
  expect(asLines(days)).toBe('2026-10-01 至 2026-10-03\n2026-10-10')
  expect(daysIn(asLines(days), 2026)).toEqual(days)
})

test('a day that does not exist is no endless range', () => {
  expect(daysIn('2026-13-45 至 2026-14-50', 2026)).toContain('2026-13-45')
})
