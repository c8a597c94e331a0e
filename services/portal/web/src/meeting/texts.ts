import { texts } from '../shared/texts'

export const meeting = texts({ title: '红石榴' }, { title: 'Pomegranate' })
