import { texts, type Catalogue, type Texts } from '../shared/texts'
import { agreements } from './agreements/texts'
import { bookings } from './bookings/texts'
import { endings } from './cases/endingTexts'
import { cases } from './cases/texts'
import { deliveries } from './deliveries/texts'
import { entry } from './entry/texts'
import { guardians } from './guardians/texts'
import { ledger } from './ledger/texts'
import { links } from './links/texts'
import { needs } from './needs/texts'
import { offers } from './offers/texts'
import { course } from './organizations/courseTexts'
import { organizations } from './organizations/texts'
import { past } from './past/texts'
import { plans } from './plans/texts'
import { redacting } from './redacting/texts'
import { returns } from './returns/texts'
import { review } from './review/texts'
import { sheets } from './sheets/texts'
import { suggestions } from './suggestions/texts'
import { thanks } from './thanks/texts'
import { today } from './today/texts'
import { words } from './words'

const shell = texts(
  {
    navigation: '工作台栏目',
    community: '社区',
    noCommunity: '您的账号下没有社区。',
    replaced: '网页已经更新，这一栏要重新打开才能用；别的栏里没有登记的内容请先登记。',
    startAnew: '重新打开',
    any: '全部',
    choose: '请选择',
    reason: '原因',
    note: '备注（不写姓名、电话）',
    reveal: '显示姓名和电话（留痕）',
    hide: '收起',
    whole: '全文',
    less: '收起全文',
    noPhone: '没有电话',
    category: '类别',
    quantity: '数量',
    unit: '单位',
    filter: '筛选',
    byWords: '筛选：文字、拼音或首字母，如 hys',
    byPinyin: '名称、拼音或首字母，如 bjxx',
    shown: '显示 {shown} 条，共 {total} 条',
    cut: '条目太多，只列出最近的一部分；请用条件缩小范围。',
    part: {
      today: '今天',
      review: '审核',
      entry: '登记',
      cases: '办件',
      deliveries: '批量交付',
      returns: '回访',
      offers: '资源清单',
      needs: '需求清单',
      organizations: '单位',
      agreements: '共建协议',
      bookings: '预约',
      ledger: '台账与设置',
      sheets: '导入导出',
      plans: '统筹安排',
      past: '历史查询',
    },
  },
  {
    navigation: 'Parts of the desk',
    community: 'Community',
    noCommunity: 'There is no community below your account.',
    replaced: 'The pages have been renewed; this part needs a new start. First save what you were typing in other parts.',
    startAnew: 'Start anew',
    any: 'All',
    choose: 'Choose',
    reason: 'Reason',
    note: 'Note (no names, no numbers)',
    reveal: 'Show name and phone (recorded)',
    hide: 'Hide',
    whole: 'All of it',
    less: 'Less',
    noPhone: 'no phone',
    category: 'Category',
    quantity: 'Quantity',
    unit: 'Unit',
    filter: 'Filter',
    byWords: 'Filter: words, pinyin or initials: hys',
    byPinyin: 'name, pinyin or initials: bjxx',
    shown: '{shown} of {total} shown',
    cut: 'Too many to list: these are the latest; narrow the search.',
    part: {
      today: 'Today',
      review: 'Review',
      entry: 'Entry',
      cases: 'Requests',
      deliveries: 'Deliveries',
      returns: 'Return visits',
      offers: 'Offers',
      needs: 'Needs',
      organizations: 'Organizations',
      agreements: 'Agreements',
      bookings: 'Bookings',
      ledger: 'Ledger, settings',
      sheets: 'Import, export',
      plans: 'Plans',
      past: 'As it was',
    },
  },
)

const sections: Record<string, Catalogue> = { word: words, agreements, bookings, cases, course, deliveries, endings, entry, guardians, ledger, links, needs, offers, organizations, past, plans, redacting, returns, review, sheets, suggestions, thanks, today }

function joined(language: 'zh' | 'en'): Texts {
  const parts = Object.entries(sections).map(([name, section]) => [name, section[language]])
  return { ...shell[language], ...(Object.fromEntries(parts) as Texts) }
}

export const desk: Catalogue = { zh: joined('zh'), en: joined('en') }
