import { texts } from '../shared/texts'

export const overview = texts({}, {})
