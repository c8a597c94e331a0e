/** What was begun and not decided yet stays while the page is open, whatever else is looked at meanwhile. */
import { reactive } from 'vue'
import type { Draft } from './queries'

export const drafts = reactive(new Map<string, Draft>())
