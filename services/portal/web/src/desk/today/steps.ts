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

/** Thing by thing, in the order in which they first came up. Several claims of one case are things of their own, and so
 * are the clauses of an agreement; what is said of the whole case stands with the one that moved last. */
export function stepsOf(tasks: Task[]): Steps[] {
  const latestFirst = [...tasks].reverse().sort((one, other) => Date.parse(other.sent_at) - Date.parse(one.sent_at))
  const moved = new Map<string, string>()
  for (const task of latestFirst) {
    const part = partOf(task)
    if (part !== undefined && !moved.has(placeOf(task))) moved.set(placeOf(task), part)
  }
  const by = new Map<string, Task[]>()
  for (const task of latestFirst.reverse()) {
    const thing = `${placeOf(task)} ${partOf(task) ?? moved.get(placeOf(task)) ?? ''}`
    by.set(thing, [task, ...(by.get(thing) ?? [])])
  }
  return [...by.values()].map(([last, ...earlier]) => ({ way: atDesk(last!), last: last!, earlier }))
}

function placeOf(task: Task): string {
  const way = atDesk(task)
  return way === '/desk/today' ? String(task.params.wish ?? task.id) : (way ?? task.id)
}

function partOf({ params }: Task): string | undefined {
  const part = params.claim ?? params.clause
  return part === undefined ? undefined : String(part)
}
