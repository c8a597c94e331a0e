import { texts } from '../../shared/texts'

export const guardians = texts(
  {
    title: '监护人',
    lead: '未满十八周岁的，由监护人同意、撤回、确认，联系时只给监护人的电话。关系和出生日期密封保存。',
    phone: '监护人电话',
    name: '监护人姓名',
    relation: '与孩子的关系',
    born: '孩子的出生日期',
    consent: '监护人怎样同意',
    save: '登记监护人',
    saved: '已登记监护人。',
    who: '哪个孩子',
    back: '回到今天',
    wanted: '这位未成年人现在没有监护人，登记后才能继续。',
    decides: '未成年人，由监护人决定。',
  },
  {
    title: 'Guardian',
    lead: 'For somebody under eighteen the guardian consents, withdraws and confirms, and only the guardian’s phone is shown. Relation and birthday are sealed.',
    phone: 'The guardian’s phone',
    name: 'The guardian’s name',
    relation: 'Who it is to the child',
    born: 'The child’s birthday',
    consent: 'How the guardian agreed',
    save: 'Name the guardian',
    saved: 'The guardian is named.',
    who: 'Which child',
    back: 'Back to today',
    wanted: 'Nobody decides for this minor now. Name a guardian to go on.',
    decides: 'A minor: the guardian decides.',
  },
)
