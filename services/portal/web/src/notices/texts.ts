import { texts } from '../shared/texts'

export const notices = texts(
  { bell: '通知，未读 {count} 条', title: '通知', none: '没有通知', read: '标为已读' },
  { bell: 'Notices, {count} unread', title: 'Notices', none: 'No notices', read: 'Mark as read' },
)
