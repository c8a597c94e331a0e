import { createApp } from 'vue'
import '../shared/base.css'
import './wall.css'
import { common } from '../shared/common'
import { offer } from '../shared/offers/texts'
import { use } from '../shared/texts'
import WallPage from './WallPage.vue'
import { wall } from './texts'

use({ common, offer, wall })
createApp(WallPage).mount('#app')
