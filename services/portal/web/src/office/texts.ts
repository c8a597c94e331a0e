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
    trouble: '登录服务连接不上。请检查网络后再点“登录”；若仍不行，请联系管理员（页面须通过 https 打开）。',
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
    trouble:
      'The sign-in can’t be reached. Check the network and press “Sign in” again; if it stays, ask your administrator (the page has to be opened over https).',
    wrongRole: 'This page is not for your role; choose a section above.',
  },
)
