/** What registry chooses from lists about agreements; a new value there does not compile until it has a word here. */
import type { components as Registry } from '../../api/schema/registry'

type R = Registry['schemas']
type Words<V> = Record<NonNullable<V> & string, string>

export const zh = {
  agreementStands: {
    draft: '草案',
    signed: '已签署，未生效',
    in_force: '生效中',
    expired: '已到期',
    terminated: '已终止',
  } satisfies Words<R['AgreementView']['stands']>,
  verdict: {
    open: '进行中',
    kept: '已履行',
    kept_late: '逾期履行',
    partly: '部分履行',
    broken: '未履行',
    unknown: '缺年度记录',
  } satisfies Words<R['SheetLine']['verdict']>,
  clauseKind: { countable: '计数条款', declaratory: '宣示条款' } satisfies Words<R['CountableGiven']['kind'] | R['DeclaratoryGiven']['kind']>,
  clauseKept: { kept: '已履行', partly: '部分履行', broken: '未履行' } satisfies Words<R['ClauseNoteBody']['kept']>,
  terminationReason: {
    by_mutual_consent: '双方协商一致',
    moved_away: '已搬走',
    dissolved: '单位已撤销',
    not_kept: '没有履行',
    replaced: '由新的代替',
    not_signed: '没有签成',
    entered_by_mistake: '误录',
    other: '其他',
  } satisfies Words<R['TerminationBody']['reason']>,
  scanErasureReason: {
    wrong_document: '传错文件',
    unreadable: '看不清',
    on_request: '应要求删除',
    entered_by_mistake: '误录',
    other: '其他',
  } satisfies Words<R['ScanErasureBody']['reason']>,
}

export const en: typeof zh = {
  agreementStands: {
    draft: 'Draft',
    signed: 'Signed, not in force',
    in_force: 'In force',
    expired: 'Expired',
    terminated: 'Terminated',
  },
  verdict: {
    open: 'Under way',
    kept: 'Kept',
    kept_late: 'Kept late',
    partly: 'Kept in part',
    broken: 'Not kept',
    unknown: 'A yearly note is missing',
  },
  clauseKind: { countable: 'Counted', declaratory: 'Not counted' },
  clauseKept: { kept: 'Kept', partly: 'Kept in part', broken: 'Not kept' },
  terminationReason: {
    by_mutual_consent: 'By mutual consent',
    moved_away: 'Moved away',
    dissolved: 'Dissolved',
    not_kept: 'Not kept',
    replaced: 'Replaced by another',
    not_signed: 'Not signed',
    entered_by_mistake: 'Entered by mistake',
    other: 'Other',
  },
  scanErasureReason: {
    wrong_document: 'The wrong document',
    unreadable: 'Unreadable',
    on_request: 'On request',
    entered_by_mistake: 'Entered by mistake',
    other: 'Other',
  },
}
