/** The four public APIs, typed by their OpenAPI documents. The pages know nothing else of the services. */
import createClient, { type Middleware } from 'openapi-fetch'
import { bearer } from '../signin/session'
import { language } from '../shared/texts'
import { Problem, Unanswered } from './problem'
import type { paths as Evaluation } from './schema/evaluation'
import type { paths as Matching } from './schema/matching'
import type { paths as Notify } from './schema/notify'
import type { paths as Registry } from './schema/registry'

const REMEMBERED_FOR = 30_000

let written = { position: '', at: 0 }

/** Where this page wrote last, if just now: for a read that is no GET, which has to ask for it itself. */
export function lastWritten(): string | undefined {
  return Date.now() - written.at > REMEMBERED_FOR ? undefined : written.position
}

/** Sends who we are and our language; after a write, reads wait until they can show it. */
const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language())
    const token = bearer()
    if (token) request.headers.set('Authorization', `Bearer ${token}`)
    const position = lastWritten()
    if (request.method !== 'GET' || !position) return request
    const address = new URL(request.url)
    address.searchParams.set('min_position', position)
    return new Request(address, request)
  },
  onResponse({ response }) {
    const position = response.headers.get('Position')
    if (position) written = { position, at: Date.now() }
    return undefined
  },
  onError() {
    return new Unanswered()
  },
}

function client<Paths extends object>() {
  const made = createClient<Paths>({ baseUrl: '' })
  made.use(manners)
  return made
}

export const registry = client<Registry>()
export const matching = client<Matching>()
export const evaluation = client<Evaluation>()
export const notify = client<Notify>()

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer's content. Throws Problem when it was refused, Unanswered when none came. */
export async function content<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked
  if (!response.ok) throw new Problem(response.status, (error ?? {}) as Record<string, unknown>)
  return data as T
}
