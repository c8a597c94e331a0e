/** The parts of the desk, in the order of a working day; each is loaded when it is opened. */
import { defineAsyncComponent, h, ref, type Component } from 'vue'
import { t } from '../shared/texts'

export interface Part {
  name: string
  key: string
  view: Component
}

const views: Record<string, () => Promise<{ default: Component }>> = {
  today: () => import('./today/TodayView.vue'),
  review: () => import('./review/ReviewView.vue'),
  entry: () => import('./entry/EntryView.vue'),
  cases: () => import('./cases/CasesView.vue'),
  deliveries: () => import('./deliveries/DeliveriesView.vue'),
  returns: () => import('./returns/ReturnsView.vue'),
  offers: () => import('./offers/OffersView.vue'),
  needs: () => import('./needs/NeedsView.vue'),
  organizations: () => import('./organizations/OrganizationsView.vue'),
  agreements: () => import('./agreements/AgreementsView.vue'),
  bookings: () => import('./bookings/BookingsView.vue'),
  ledger: () => import('./ledger/LedgerView.vue'),
  sheets: () => import('./sheets/SheetsView.vue'),
  plans: () => import('./plans/PlansView.vue'),
  past: () => import('./past/PastView.vue'),
}

/** With Alt; the first parts have the handiest. */
const KEYS = '1234567890-=[];'

const PAUSE = 3_000

/** Newer pages have taken the place of these while they were open: only a new start finds what is not loaded yet. What
 * is being typed in other parts would be lost with it, so who sits there says when. */
const replaced = ref(false)

const waiting: Component = () =>
  replaced.value
    ? h('p', { role: 'alert' }, [t('desk.replaced'), ' ', h('button', { type: 'button', onClick: () => window.location.reload() }, t('desk.startAnew'))])
    : h('p', { role: 'status' }, t('common.busy'))

async function look(): Promise<void> {
  const answer = await fetch(window.location.pathname, { method: 'HEAD' }).catch(() => undefined)
  replaced.value = !!answer?.ok
}

/** Says that it loads; without a connection it is tried again until there is one. */
function patient(loader: () => Promise<{ default: Component }>): Component {
  const onError = (_: Error, again: () => void): void => {
    void look()
    window.setTimeout(again, PAUSE)
  }
  const load = async (): Promise<{ default: Component }> => {
    const loaded = await loader()
    replaced.value = false
    return loaded
  }
  return defineAsyncComponent({ loader: load, loadingComponent: waiting, delay: 0, onError })
}

export const parts: Part[] = Object.entries(views).map(([name, load], index) => ({
  name,
  key: KEYS.charAt(index),
  view: patient(load),
}))
