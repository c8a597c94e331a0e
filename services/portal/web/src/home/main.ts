import { createApp } from 'vue'
import '../shared/base.css'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import HomePage from './HomePage.vue'
import { home } from './texts'

use({ common, home })
createApp(HomePage).mount('#app')
