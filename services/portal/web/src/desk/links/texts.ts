import { texts } from '../../shared/texts'

export const links = texts(
  {
    link: '发链接',
    out: '已发链接，{until} 前可答复',
    make: '生成链接',
    another: '另生成一个（原链接作废）',
    made: '链接已生成；离开后不再显示。',
    stands: '最近的链接：{state}，{until} 前有效',
    address: '链接',
    revoke: '收回链接',
    revoked: '已收回链接。',
    text: {
      confirm_offer: '{organization}：请确认“{title}”是否仍可提供。点开链接即可答复，不用登录，{until} 前有效。{address}',
      answer_suggestion: '{organization}：“{title}”想请贵单位帮忙，可否？点开链接即可答复，不用登录，{until} 前有效。{address}',
      say_delivered: '{organization}：贵单位承诺的“{title}”办成后，请点开链接告诉我们，不用登录，{until} 前有效。{address}',
    },
  },
  {
    link: 'Link',
    out: 'A link is out until {until}',
    make: 'Make a link',
    another: 'Make another one (the former opens nothing then)',
    made: 'The link is made; it is not shown again.',
    stands: 'Last link: {state}, until {until}',
    address: 'Link',
    revoke: 'Take the link back',
    revoked: 'The link is taken back.',
    text: {
      confirm_offer: '{organization}: please say whether “{title}” can still be had. Open the link to answer, without signing in, before {until}. {address}',
      answer_suggestion: '{organization}: could you help with “{title}”? Open the link to answer, without signing in, before {until}. {address}',
      say_delivered: '{organization}: once “{title}” is done, please tell us by this link, without signing in, before {until}. {address}',
    },
  },
)
