import { createApp } from 'vue'
import '../shared/base.css'
import './phone.css'
import { notices } from '../notices/texts'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import { resume } from './entering'
import PhonePage from './PhonePage.vue'
import { apply } from './scale'
import { phone } from './texts'
import { words } from './words'

apply()

async function open(): Promise<void> {
  try {
    await resume()
  } catch {
    // Without the provider the page is of use still: a receipt needs no sign-in, and one can try again.
    if (location.pathname !== '/m') history.replaceState(null, '', '/m')
  }
  // Only now does the address say again in which language the page was asked for.
  use({ common, phone, words, notices })
  createApp(PhonePage).mount('#app')
}

void open()
