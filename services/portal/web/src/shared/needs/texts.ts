import { texts } from '../texts'

/** What is said of a need wherever it is listed. */
export const need = texts(
  {
    stale: '待核实',
    taken: '已有人承接',
    wanted: '招 {quantity} {unit}',
    wantedStill: '招 {quantity} {unit}，还差 {left}',
  },
  {
    stale: 'to be checked',
    taken: 'somebody is on it',
    wanted: '{quantity} {unit} wanted',
    wantedStill: '{quantity} {unit} wanted, {left} more to find',
  },
)

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
