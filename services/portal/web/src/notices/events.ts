/** Server-sent events out of a stream of text; what is cut in the middle waits for the rest. */

export interface ServerEvent {
  event: string
  data: string
  id?: string
}

/** Gives a function that takes the text as it comes and hands `take` each event that is complete. */
export function eventsOf(take: (event: ServerEvent) => void): (text: string) => void {
  let waiting = ''
  return (text) => {
    waiting = (waiting + text).replace(/\r\n?(?!$)/g, '\n').replace(/\r\n$/, '\n')
    const blocks = waiting.split('\n\n')
    waiting = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = parsed(block)
      if (event) take(event)
    }
  }
}

function parsed(block: string): ServerEvent | undefined {
  const data: string[] = []
  const last: Record<string, string> = {}
  for (const line of block.split('\n')) {
    const at = line.indexOf(':')
    const name = at < 0 ? line : line.slice(0, at)
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '')
    if (name === 'data') data.push(value)
    else last[name] = value
  }
  return data.length ? { event: last.event ?? 'message', data: data.join('\n'), id: last.id } : undefined
}
