export const zh = {
  until: '请在 {day} 前逐条答复，您的资源是否还有效。',
  left: '还有 {left} 条未答复。',
  all: '全部已答复，谢谢。',
  about: '{act}：{what}',
  thanks: '已答复：{what}。',
  waits: '等社区审核',
  said: { holds: '仍有效', changed: '有变化', paused: '暂停提供', ended: '不再提供' },
}

export const en: typeof zh = {
  until: 'Please answer line by line, before the end of {day}, whether your offers still hold.',
  left: '{left} not answered yet.',
  all: 'All are answered, thank you.',
  about: '{act}: {what}',
  thanks: 'Answered: {what}.',
  waits: 'waits for the community',
  said: { holds: 'Still true', changed: 'Has changed', paused: 'Paused', ended: 'No longer offered' },
}
