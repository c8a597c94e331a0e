/** What the list of requests was narrowed to stays while one of them is looked at. */
import { reactive } from 'vue'

export const wanted = reactive({ asked: '', kind: '', state: 'open' })
