/** What was begun and not decided yet stays while the page is open, whatever else is looked at meanwhile. */
import { reactive } from 'vue'
import type { Draft, Ready } from './queries'

export const drafts = reactive(new Map<string, Draft>())

/** What is ready to be published together, in the order in which it was made ready. */
export const ready = reactive(new Map<string, Ready>())
