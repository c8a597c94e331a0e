import { createApp } from 'vue'
import '../shared/base.css'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import PhonePage from './PhonePage.vue'
import { phone } from './texts'

use({ common, phone })
createApp(PhonePage).mount('#app')
