import { texts } from '../shared/texts'

export const wall = texts({ title: '红石榴' }, { title: 'Pomegranate' })
