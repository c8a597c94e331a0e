import { texts } from '../texts'

/** The parts of a need. */
export const needPart = texts(
  {
    add: '分项（每项可由不同单位承接）',
    more: '再加一项',
    part: '第 {number} 项',
    name: '这一项要什么',
    category: '类别',
    quantity: '数量',
    unit: '单位',
    remove: '去掉这一项',
    whole: '合计 {quantity} {unit}',
    mixed: '项',
    which: '承接哪一项',
    left: '{name}：还差 {left} {unit}',
    said: '{name} {quantity} {unit}',
  },
  {
    add: 'In parts (each may be taken on by another organization)',
    more: 'One more part',
    part: 'Part {number}',
    name: 'What this part is',
    category: 'Category',
    quantity: 'Quantity',
    unit: 'Unit',
    remove: 'Remove this part',
    whole: '{quantity} {unit} together',
    mixed: 'items',
    which: 'Which part',
    left: '{name}: {left} {unit} left',
    said: '{name} {quantity} {unit}',
  },
)
