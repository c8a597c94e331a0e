import { expect, test } from 'vitest'
import { csv } from './csv'

test('rows become lines, and what is not known stays empty', () => {
  expect(csv(['指标', '分'], [['公益服务', 12.5], ['环境', null]])).toBe('\uFEFF指标,分\r\n公益服务,12.5\r\n环境,\r\n')
})

test.each(['=1+1', '+86', '-2', '@x', ' =1', '\t=1', '\r=1'])('%j cannot begin a formula', (text) => {
  expect(csv([text], [])).toMatch(/^\uFEFF"?'/)
})

test('a number below zero stays a number', () => {
  expect(csv(['a'], [[-3]])).toBe('\uFEFFa\r\n-3\r\n')
})

test('commas, quotes and line ends stay in their cell', () => {
  expect(csv(['a,"b"\nc'], [])).toBe('\uFEFF"a,""b""\nc"\r\n')
})
