import { texts } from '../shared/texts'

export const meetings = texts({}, {})
