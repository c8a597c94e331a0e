import { texts } from '../shared/texts'

export const office = texts(
  {
    desk: '工作台',
    meetings: '认领会',
    org: '本单位',
    overview: '总览',
    navigation: '栏目',
    skip: '跳到正文',
    gate: '请先登录',
    gateText: '登录由您所在区的统一身份认证完成；演示时可选择一位演示人物。',
    wrongRole: '您的身份不使用这一页，请从上方选择栏目。',
  },
  {
    desk: 'Desk',
    meetings: 'Meetings',
    org: 'Organization',
    overview: 'Overview',
    navigation: 'Sections',
    skip: 'Skip to content',
    gate: 'Please sign in',
    gateText: "Your district's sign-in does this; in the demonstration you choose one of its people.",
    wrongRole: 'This page is not for your role; choose a section above.',
  },
)
