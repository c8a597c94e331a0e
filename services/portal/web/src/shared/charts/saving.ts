/** Gives the person a file that was made here; nothing leaves the page. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name.replace(/[\\/:*?"<>|\s]+/g, '-')
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
