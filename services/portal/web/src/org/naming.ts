import type { Request } from './queries'

/** What a request is called in one line. */
export function called(request: Pick<Request, 'title' | 'text'>): string {
  return request.title || request.text
}

/** Hundredths as points: 1250 is 12.5. */
export function points(hundredths: number): string {
  return String(hundredths / 100)
}
