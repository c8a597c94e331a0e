/** What has to be told of one thing: its last step, and those before it. */
import { atDesk } from '../../notices/ways'
import type { Task } from './queries'

export interface Steps {
  /** Where the desk sees to it, if anywhere. */
  way: string | undefined
  last: Task
  /** The latest first. */
  earlier: Task[]
}

/** Thing by thing, in the order in which they first came up. */
export function stepsOf(tasks: Task[]): Steps[] {
  const by = new Map<string, Task[]>()
  for (const task of [...tasks].sort((one, other) => Date.parse(one.sent_at) - Date.parse(other.sent_at))) {
    const thing = atDesk(task) ?? task.id
    by.set(thing, [task, ...(by.get(thing) ?? [])])
  }
  return [...by.values()].map(([last, ...earlier]) => ({ way: atDesk(last!), last: last!, earlier }))
}
