import { texts } from '../shared/texts'

export const calendars = texts(
  {
    title: '放假和调休',
    missing: '{years} 年的放假和调休还没有公布或登记：公布之前，按工作日算的期限在那一年只按周末计算。',
    lead: '登记后，{name}及以下按工作日计算的期限从此照此办理；已经定下的期限不变。',
    own: '本级已登记：{years}。',
    above: '沿用上级：{years}。',
    year: '年份',
    paste: '粘贴放假通知，日期自动读出（也可以直接填下面两栏）',
    off: '放假的日子，含中间的周末（{count} 天）',
    worked: '调休上班的周六、周日（{count} 天）',
    source: '依据（文件名称、文号）',
    save: '登记 {year} 年',
    saved: '{year} 年的放假和调休已登记。',
  },
  {
    title: 'Holidays and working weekends',
    missing: 'The holidays of {years} are not announced or not recorded yet: until then, limits in working days know only the weekends of that year.',
    lead: 'Limits in working days of {name} and all below follow it from now on; those that were set stay.',
    own: 'Recorded here: {years}.',
    above: 'From above: {years}.',
    year: 'Year',
    paste: 'Paste the announcement, its days are read (or fill in both lists below)',
    off: 'Days off, with the weekends between ({count})',
    worked: 'Saturdays and Sundays worked instead ({count})',
    source: 'Where it is announced',
    save: 'Record {year}',
    saved: 'The holidays of {year} are recorded.',
  },
)
