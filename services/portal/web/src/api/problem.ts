/** What an API answers when it refuses (RFC 9457), and what a page says when nothing was answered. */

export interface FieldError {
  field: string
  detail: string
}

interface Body {
  code?: string
  detail?: string
  title?: string
  request_id?: string
  errors?: FieldError[]
  [more: string]: unknown
}

export class Problem extends Error {
  readonly code: string
  readonly errors: FieldError[]
  readonly requestId: string

  constructor(
    readonly status: number,
    readonly body: Body,
  ) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.code = body.code ?? ''
    this.errors = body.errors ?? []
    this.requestId = body.request_id ?? ''
  }
}

/** No answer came: nobody knows whether it was done, so the same key is sent again. */
export class Unanswered extends Error {}

/** Whether sending the same once more may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unanswered || (error instanceof Problem && [429, 502, 503, 504].includes(error.status))
}
