/** Numbers as a spreadsheet takes them: no text in a cell can begin a formula. */

export type Cell = string | number | null

const BYTE_ORDER_MARK = '\uFEFF'

export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + [columns, ...rows].map((row) => row.map(written).join(',') + '\r\n').join('')
}

function written(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const harmless = /^\s*[=+\-@]/.test(cell) || /^[\t\r\n]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless
}
