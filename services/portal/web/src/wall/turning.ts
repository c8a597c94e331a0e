/** Time on the wall: what the clock says, and when the page itself is loaded anew. */
import { onScopeDispose, ref, type Ref } from 'vue'
import { language } from '../shared/texts'

const ZONE = 'Asia/Shanghai'

export interface Clock {
  date: Ref<string>
  time: Ref<string>
}

/** Day and minute as they are now in the community. */
export function useClock(): Clock {
  const speech = language() === 'zh' ? 'zh-CN' : 'en-GB'
  const days = new Intl.DateTimeFormat(speech, { timeZone: ZONE, dateStyle: 'long' })
  const weekdays = new Intl.DateTimeFormat(speech, { timeZone: ZONE, weekday: 'long' })
  const minutes = minuteFormat()
  const clock = { date: ref(''), time: ref('') }
  const tick = () => {
    const now = new Date()
    clock.date.value = `${days.format(now)} ${weekdays.format(now)}`
    clock.time.value = minutes.format(now)
  }
  tick()
  repeat(tick, 1_000)
  return clock
}

/** A format for the minute of the day. */
export function minuteFormat(): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' })
}

/** Loads the page anew in the small hours, if the server is there: so a screen nobody touches gets the newest pages. */
export function useNightlyReload(hour: number, connected: Ref<boolean>): void {
  const hours = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', hourCycle: 'h23' })
  const began = Date.now()
  repeat(() => {
    const old = Date.now() - began > 2 * 3_600_000
    if (old && connected.value && Number(hours.format(new Date())) === hour) location.reload()
  }, 60_000)
}

function repeat(act: () => void, every: number): void {
  const timer = window.setInterval(act, every)
  onScopeDispose(() => window.clearInterval(timer))
}
