/** The moment that is looked at: it stands in the address, so that it can be passed on. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { day, moment, today } from '../../shared/days'
import { later } from '../../shared/week'

/** Nothing is older; while a year is typed digit by digit, it is no day to look at yet. */
export const FIRST_DAY = '2000-01-01'
const MINUTE = 60_000
const BEIJING = '+08:00'

/** At the end of a day, or with `time` during it; today without a time is a minute ago. */
export function momentOf(date: string, time: string, now: Date): string {
  if (time) return `${date}T${time.length === 5 ? `${time}:00` : time}${BEIJING}`
  const end = `${later(date, 1)}T00:00:00${BEIJING}`
  return Date.parse(end) <= now.getTime() ? end : new Date(Math.floor(now.getTime() / MINUTE) * MINUTE).toISOString()
}

export function useMoment() {
  const route = useRoute()
  const router = useRouter()
  const yesterday = later(day(new Date().toISOString()), -1)
  const asked = (name: string): string => (typeof route.query[name] === 'string' ? route.query[name] : '')
  const set = (name: string, value: string) => void router.replace({ query: { ...route.query, [name]: value || undefined } })
  const date = computed({ get: () => asked('day') || yesterday, set: (value: string) => value >= FIRST_DAY && value <= today() && set('day', value) })
  const time = computed({ get: () => asked('time'), set: (value: string) => set('time', value) })
  const at = computed(() => momentOf(date.value, time.value, new Date()))
  /** The end of a day is told by the day that ends then. */
  const shown = computed(() => (time.value || !at.value.endsWith(BEIJING) ? moment(at.value) : `${date.value} 24:00`))
  return { date, time, at, shown, query: computed(() => route.query) }
}
