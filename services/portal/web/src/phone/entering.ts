/** Signing in on the phone. The code for it is loaded only when it is needed. */
import { me } from '../signin/session'
import { forgetDrafts } from './draft'

const KNOWN = 'phone.known'

/** Finishes a sign-in that was begun, or takes one up again after a reload. */
export async function resume(): Promise<void> {
  const returning = location.pathname === '/m/return'
  if (!returning && !sessionStorage.getItem(KNOWN)) return
  sessionStorage.removeItem(KNOWN)
  const { returned, signIn } = await import('../signin/provider')
  if (!returning) return signIn(undefined, true)
  history.replaceState(null, '', (await returned()) ?? '/m')
  if (me.value) sessionStorage.setItem(KNOWN, '1')
}

export async function enter(): Promise<void> {
  const { signIn } = await import('../signin/provider')
  await signIn()
}

export async function leave(): Promise<void> {
  sessionStorage.removeItem(KNOWN)
  forgetDrafts()
  const { signOut } = await import('../signin/provider')
  await signOut()
}
