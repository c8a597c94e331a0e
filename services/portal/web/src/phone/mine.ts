/** The caller's wishes as the list shows them: what waits for him or her first. */
import { me } from '../signin/session'
import { request, wish, wishes, type Whole, type Wish } from './queries'
import { isMoving, standingOf, type Standing } from './standing'
import { neighbourOf } from './whose'

export interface Mine {
  id: string
  text: string
  standing: Standing
  waiting: boolean
  forOther: boolean
}

export async function readMine(cursor?: string): Promise<{ items: Mine[]; next_cursor: string | null }> {
  const page = await wishes(me.value?.node ?? '', cursor)
  return { items: await Promise.all(page.items.map(withMore)), next_cursor: page.next_cursor }
}

export function waitingFirst(items: Mine[]): Mine[] {
  return [...items.filter(({ waiting }) => waiting), ...items.filter(({ waiting }) => !waiting)]
}

/** What is not published yet is shown in the wisher's words; what is under way, as matching knows it. */
async function withMore(listed: Wish): Promise<Mine> {
  const [whole, moving] = await Promise.all([
    listed.text ? listed : wish(listed.id).catch(() => listed),
    isMoving(listed) && listed.request_id ? request(listed.request_id).catch(() => undefined) : undefined,
  ])
  return shown(whole, moving)
}

function shown(listed: Wish, moving?: Whole): Mine {
  const forOther = !!neighbourOf(listed, me.value?.person)
  const waiting = moving?.can_confirm ?? false
  return { id: listed.id, text: listed.text || listed.words || '', standing: standingOf(listed, moving), waiting, forOther }
}
