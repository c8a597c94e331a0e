import { texts } from '../shared/texts'

export const org = texts({}, {})
