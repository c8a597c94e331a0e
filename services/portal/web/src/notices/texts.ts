import { texts } from '../shared/texts'

export const notices = texts(
  {
    bell: '通知，未读 {count} 条',
    title: '通知',
    none: '没有通知',
    new: '新',
    read: '标为已读',
    readIt: '标为已读：{text}',
    readAll: '全部标为已读',
    left: '正在标记，还剩 {count} 条',
    open: '查看',
    openIt: '查看：{text}',
    more: '看更早的通知',
    broken: '连接已断开，正在重新连接；恢复后会补上。',
  },
  {
    bell: 'Notices, {count} unread',
    title: 'Notices',
    none: 'No notices',
    new: 'New',
    read: 'Mark as read',
    readIt: 'Mark as read: {text}',
    readAll: 'Mark all as read',
    left: 'Marking, {count} left',
    open: 'Open',
    openIt: 'Open: {text}',
    more: 'Show earlier notices',
    broken: 'Connection lost, trying again; nothing will be missed.',
  },
)
