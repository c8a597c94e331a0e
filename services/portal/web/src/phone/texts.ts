import { texts } from '../shared/texts'

export const phone = texts({ title: '红石榴' }, { title: 'Pomegranate' })
