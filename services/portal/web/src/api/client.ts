/** The four public APIs, typed by their OpenAPI documents. The pages know nothing else of the services. */
import createClient, { type Middleware } from 'openapi-fetch'
import { bearer } from '../signin/session'
import { language } from '../shared/texts'
import { Problem, Unanswered } from './problem'
import { lastWritten, wrote } from './written'
import type { paths as Evaluation } from './schema/evaluation'
import type { paths as Matching } from './schema/matching'
import type { paths as Notify } from './schema/notify'
import type { paths as Registry } from './schema/registry'

/** Whose writes each service knows of: its own, and those of the services that tell it something. */
const HEARD = {
  registry: ['registry', 'matching'],
  matching: ['matching', 'registry', 'evaluation'],
  evaluation: ['evaluation', 'registry', 'matching'],
  notify: ['notify', 'registry', 'matching', 'evaluation'],
} as const

/** For a read that is no GET, which has to ask itself for what was written last. */
export function afterWrites(service: keyof typeof HEARD): { min_position?: string } {
  const position = lastWritten(HEARD[service])
  return position ? { min_position: position } : {}
}

/** Sends who we are and our language; after a write, reads wait until they can show it. */
const manners = (service: keyof typeof HEARD): Middleware => ({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language())
    const token = bearer()
    if (token) request.headers.set('Authorization', `Bearer ${token}`)
    const { min_position: position } = afterWrites(service)
    if (request.method !== 'GET' || !position) return request
    const address = new URL(request.url)
    address.searchParams.set('min_position', position)
    return new Request(address, request)
  },
  onResponse({ response }) {
    const position = response.headers.get('Position')
    if (position) wrote(position)
    return undefined
  },
  onError() {
    return new Unanswered()
  },
})

function client<Paths extends object>(service: keyof typeof HEARD) {
  const made = createClient<Paths>({ baseUrl: '' })
  made.use(manners(service))
  return made
}

export const registry = client<Registry>('registry')
export const matching = client<Matching>('matching')
export const evaluation = client<Evaluation>('evaluation')
export const notify = client<Notify>('notify')

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
