import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import '../shared/base.css'
import { calendars } from '../calendars/texts'
import { desk } from '../desk/texts'
import { meetings } from '../meetings/texts'
import { notices } from '../notices/texts'
import { org } from '../org/texts'
import { overview } from '../overview/texts'
import { booking } from '../shared/bookings/texts'
import { charts } from '../shared/charts/texts'
import { common } from '../shared/common'
import { need, needPart } from '../shared/needs/texts'
import { offer } from '../shared/offers/texts'
import { use } from '../shared/texts'
import { returned, signIn } from '../signin/provider'
import { me } from '../signin/session'
import OfficePage from './OfficePage.vue'
import { routes } from './routes'
import { office } from './texts'

/** A token lives in memory only, so after a reload the provider is asked quietly whether it still knows us. */
async function resume(): Promise<void> {
  const back = await returned()
  if (back) history.replaceState(null, '', back)
  else if (!me.value) await signIn(undefined, true)
}

async function open(): Promise<void> {
  const trouble = await resume().then(() => false, () => true)
  use({ booking, calendars, common, charts, office, desk, meetings, need, needPart, offer, org, overview, notices }) // only now does the address say which language
  createApp(OfficePage, { trouble })
    .use(createRouter({ history: createWebHistory(), routes }))
    .mount('#app')
}

void open()
