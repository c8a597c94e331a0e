import { texts } from '../texts'

export const charts = texts(
  {
    picture: '{title}（图，数字见表格）',
    png: '存为图片 PNG',
    csv: '存为表格 CSV',
    table: '表格',
    failed: '图没有画出来，数字见表格。',
  },
  {
    picture: '{title} (a chart; its numbers are in the table)',
    png: 'Save as PNG',
    csv: 'Save as CSV',
    table: 'Table',
    failed: 'The chart could not be drawn; its numbers are in the table.',
  },
)
