/** Signing in by OpenID Connect: code flow with PKCE, the same with the local provider and with a district's own. */
import * as oauth from 'oauth4webapi'
import { language } from '../shared/texts'
import { enter, leave } from './session'

interface Settings {
  issuer: string
  client_id: string
}

interface Begun {
  verifier: string
  state: string
  nonce: string
  back: string
}

const BEGUN = 'signin'

async function settings(): Promise<Settings> {
  return (await (await fetch('/portal/settings.json')).json()) as Settings
}

async function discover(issuer: URL): Promise<oauth.AuthorizationServer> {
  const found = await oauth.discoveryRequest(issuer, options(issuer))
  return oauth.processDiscoveryResponse(issuer, found)
}

/** Plain http is for trying on this machine; a district's provider has https. */
function options(issuer: URL): { [oauth.allowInsecureRequests]: boolean } {
  return { [oauth.allowInsecureRequests]: issuer.protocol === 'http:' }
}

/** Where the provider sends us back to: the page that asked, since the token lives in its memory. */
function returnPath(): string {
  return location.pathname.startsWith('/m') && !location.pathname.startsWith('/meeting') ? '/m/return' : '/desk/return'
}

function redirectUri(): string {
  return `${location.origin}${returnPath()}`
}

/** Goes to the provider and comes back to `back`; `quietly` only if it knows us already. */
export async function signIn(back = location.pathname + location.search + location.hash, quietly = false): Promise<void> {
  const { issuer, client_id } = await settings()
  const server = await discover(new URL(issuer))
  const begun: Begun = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    back,
  }
  sessionStorage.setItem(BEGUN, JSON.stringify(begun))
  const to = new URL(server.authorization_endpoint!)
  to.search = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri: redirectUri(),
    scope: 'openid profile',
    code_challenge: await oauth.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: 'S256',
    state: begun.state,
    nonce: begun.nonce,
    ui_locales: language(),
    ...(quietly ? { prompt: 'none' } : {}),
  }).toString()
  location.assign(to)
  await new Promise(() => undefined)
}

/** Finishes what `signIn` began, if this page is where the provider sent us back to; gives where we were. */
export async function returned(): Promise<string | undefined> {
  if (location.pathname !== returnPath()) return undefined
  const begun = JSON.parse(sessionStorage.getItem(BEGUN) ?? 'null') as Begun | null
  sessionStorage.removeItem(BEGUN)
  if (!begun) return '/'
  const { issuer, client_id } = await settings()
  const server = await discover(new URL(issuer))
  const client: oauth.Client = { client_id }
  try {
    const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), begun.state)
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      redirectUri(),
      begun.verifier,
      options(new URL(issuer)),
    )
    const got = await oauth.processAuthorizationCodeResponse(server, client, answer, {
      expectedNonce: begun.nonce,
      requireIdToken: true,
    })
    const name = oauth.getValidatedIdTokenClaims(got)?.name
    enter(got.access_token, typeof name === 'string' ? name : '')
  } catch (error) {
    if (!(error instanceof oauth.AuthorizationResponseError)) throw error
  }
  return begun.back
}

/** Forgets the token and tells the provider. */
export async function signOut(): Promise<void> {
  leave()
  const { issuer, client_id } = await settings()
  const server = await discover(new URL(issuer))
  if (!server.end_session_endpoint) return location.assign('/')
  const to = new URL(server.end_session_endpoint)
  to.search = new URLSearchParams({ client_id, post_logout_redirect_uri: `${location.origin}/` }).toString()
  location.assign(to)
}
