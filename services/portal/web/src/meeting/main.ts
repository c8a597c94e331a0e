import { createApp } from 'vue'
import '../shared/base.css'
import './board.css'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import BoardPage from './BoardPage.vue'
import { meeting } from './texts'

use({ common, meeting })
createApp(BoardPage).mount('#app')
