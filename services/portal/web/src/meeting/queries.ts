/** What the board asks matching. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { matching } from '../api/client'
import { useTagged, type Watch } from '../shared/tagged'
import { claimedBetween, type Board } from './board'

const EVERY = 1_500
const NEWS_FOR = 9_000

export function useBoard(meeting: string): Watch<Board> {
  const path = { meeting }
  return useTagged(
    ({ headers, signal }) => matching.GET('/api/matching/v1/meetings/{meeting}/board', { params: { path }, headers, signal }),
    EVERY,
  )
}

/** The numbers that were claimed in the last seconds. */
export function useNews(board: ShallowRef<Board | undefined>): ShallowRef<number[]> {
  const news = shallowRef<number[]>([])
  let timer = 0
  watch(board, (now, before) => {
    const claimed = now ? claimedBetween(before, now) : []
    if (!claimed.length) return
    news.value = claimed
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (news.value = []), NEWS_FOR)
  })
  onScopeDispose(() => window.clearTimeout(timer))
  return news
}
