/** What matching chooses from lists about suggestions; a new value there does not compile until it has a word here. */
import type { components as Matching } from '../../api/schema/matching'

type M = Matching['schemas']
type Words<V> = Record<NonNullable<V> & string, string>

export const zh = {
  suggestionState: {
    asked: '等答复',
    accepted: '已接受',
    declined: '已婉拒',
    withdrawn: '已撤回',
  } satisfies Words<M['AskedProvider']['state']>,
  refusalReason: {
    not_now: '近期不便',
    too_little: '数量不够',
    other_field: '不在服务范围',
    other_terms: '条件不合',
    no_longer_offered: '不再提供',
    other: '其他',
  } satisfies Words<M['SuggestionNoBody']['reason']>,
  retractionReason: {
    found_another: '已另有安排',
    no_answer: '没有答复',
    asked_by_mistake: '问错了',
    no_longer_needed: '不再需要',
    other: '其他',
  } satisfies Words<M['RetractionBody']['reason']>,
}

export const en: typeof zh = {
  suggestionState: { asked: 'waits for an answer', accepted: 'accepted', declined: 'declined', withdrawn: 'withdrawn' },
  refusalReason: {
    not_now: 'not now',
    too_little: 'not enough of it',
    other_field: 'not our field',
    other_terms: 'on other terms',
    no_longer_offered: 'no longer offered',
    other: 'other',
  },
  retractionReason: {
    found_another: 'found another one',
    no_answer: 'no answer',
    asked_by_mistake: 'asked by mistake',
    no_longer_needed: 'no longer needed',
    other: 'other',
  },
}
