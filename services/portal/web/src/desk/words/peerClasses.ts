/** Classes that organizations are compared in. The list is open: a community may use a class of its own, which is then
 * its own word. */
import { t } from '../../shared/texts'
import * as registry from './registry'

export const zh = {
  peerClass: {
    ...registry.zh.organizationKind,
    company_large: '大型企业',
    company_medium: '中型企业',
    company_small: '小型企业',
    company_micro: '微型企业',
    shop_large: '大型商铺',
    shop_medium: '中型商铺',
    shop_small: '小型商铺',
    shop_micro: '微型商铺',
    institution: '机构',
    service: '服务机构',
  },
}

export const en: typeof zh = {
  peerClass: {
    ...registry.en.organizationKind,
    company_large: 'Large company',
    company_medium: 'Medium company',
    company_small: 'Small company',
    company_micro: 'Micro company',
    shop_large: 'Large shop',
    shop_medium: 'Medium shop',
    shop_small: 'Small shop',
    shop_micro: 'Micro shop',
    institution: 'Institution',
    service: 'Service provider',
  },
}

export const peerClasses = Object.keys(zh.peerClass)

/** The word for a class. */
export function peerClassWord(code: string): string {
  return code in zh.peerClass ? t(`desk.word.peerClass.${code}`) : code
}

/** The class that `typed` is the word of, in whichever language; else a class of the community's own, without spaces. */
export function peerClassCode(typed: string): string {
  return peerClasses.find((code) => [zh, en].some(({ peerClass }) => (peerClass as Record<string, string>)[code] === typed)) ?? typed.replace(/\s+/g, '_')
}
