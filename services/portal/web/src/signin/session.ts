/** Who is signed in. The token lives in memory only: a reload asks the provider again, who remembers. */
import { ref, shallowRef } from 'vue'

export type Role = 'staff' | 'contact' | 'resident' | 'service'

export interface Me {
  role: Role
  name: string
  node?: string
  organization?: string
  person?: string
}

const token = ref('')
export const me = shallowRef<Me>()

export function bearer(): string {
  return token.value
}

/** Takes on the claims of `accessToken`; the services check it, the page only reads it. */
export function enter(accessToken: string, name: string): void {
  token.value = accessToken
  me.value = { ...claims(accessToken), name }
}

export function leave(): void {
  token.value = ''
  me.value = undefined
}

function claims(accessToken: string): Omit<Me, 'name'> {
  const part = accessToken.split('.')[1] ?? ''
  const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(bytes)) as Omit<Me, 'name'>
}
