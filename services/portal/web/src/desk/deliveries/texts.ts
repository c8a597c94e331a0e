import { texts } from '../../shared/texts'

export const deliveries = texts(
  {
    lead: '一个单位一次交付了多件：选单位，勾选，填日期，一次登记。',
    organization: '单位',
    date: '交付日期',
    all: '全选',
    save: '登记 {count} 笔交付',
    none: '这个单位没有对接中的认领。',
    done: '已登记 {count} 笔。',
    doneRow: '已登记',
    pick: '交付数量：{text}',
    remaining: '待交 {left} {unit}',
    failed: '未登记：',
  },
  {
    lead: 'An organization delivered several at once: choose it, tick them, give the day, save once.',
    organization: 'Organization',
    date: 'Delivered on',
    all: 'All',
    save: 'Enter {count} deliveries',
    none: 'This organization has no claim under way.',
    done: '{count} entered.',
    doneRow: 'entered',
    pick: 'Quantity delivered: {text}',
    remaining: '{left} {unit} to deliver',
    failed: 'Not entered: ',
  },
)
