/** The parts of the desk, in the order of a working day; each is loaded when it is opened. */
import { defineAsyncComponent, h, type Component } from 'vue'
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

const waiting: Component = () => h('p', { role: 'status' }, t('common.busy'))

/** Says that it loads; without a connection it is tried again until there is one. */
function patient(loader: () => Promise<{ default: Component }>): Component {
  const onError = (_: Error, again: () => void): void => void window.setTimeout(again, PAUSE)
  return defineAsyncComponent({ loader, loadingComponent: waiting, delay: 0, onError })
}

export const parts: Part[] = Object.entries(views).map(([name, load], index) => ({
  name,
  key: KEYS.charAt(index),
  view: patient(load),
}))
