import { createApp } from 'vue'
import '../shared/base.css'
import './link.css'
import { words } from '../desk/words'
import { common } from '../shared/common'
import { use } from '../shared/texts'
import LinkPage from './LinkPage.vue'
import { link } from './texts'

// The words for reasons are those of the desk.
use({ common, link, 'desk.word': words })
createApp(LinkPage).mount('#app')
