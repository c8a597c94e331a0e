import { texts } from '../shared/texts'
import { en } from './texts.en'
import { zh } from './texts.zh'

export const org = texts(zh, en)
