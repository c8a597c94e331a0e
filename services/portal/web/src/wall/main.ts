import { createApp } from 'vue'
import '../shared/base.css'
import './wall.css'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import WallPage from './WallPage.vue'
import { wall } from './texts'

use({ common, wall })
createApp(WallPage).mount('#app')
