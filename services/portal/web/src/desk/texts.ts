import { texts } from '../shared/texts'

export const desk = texts({}, {})
