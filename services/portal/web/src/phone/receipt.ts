/** A receipt in use: number and code are kept in this tab until it is closed, so that its pass never runs out. */
import { ref, shallowRef, type Reactive, type Ref, type ShallowRef } from 'vue'
import { useDraft } from './draft'
import { openReceipt, request, type Opened, type Pass, type Whole } from './queries'

const SOON = 60_000

export interface Shown {
  opened: Opened
  whole?: Whole
}

interface Typed {
  number: string
  code: string
  open: boolean
}

export interface ReceiptUse {
  draft: Reactive<Typed>
  shown: ShallowRef<Shown | undefined>
  error: ShallowRef<unknown>
  busy: Ref<boolean>
  pass: Pass
  look: () => Promise<void>
  close: () => void
}

export function useReceipt(): ReceiptUse {
  const { draft, clear } = useDraft<Typed>('receipt', () => ({ number: '', code: '', open: false }))
  const shown = shallowRef<Shown>()
  const error = shallowRef<unknown>()
  const busy = ref(false)
  let held: Opened | undefined

  async function open(): Promise<Opened> {
    held = await openReceipt(draft.number, draft.code)
    return held
  }

  async function token(): Promise<string> {
    const known = held && Date.parse(held.token_until ?? '') - Date.now() > SOON ? held : await open()
    return known.token ?? ''
  }

  async function look(): Promise<void> {
    busy.value = true
    error.value = undefined
    try {
      const opened = await open()
      shown.value = { opened, whole: opened.request_id ? await request(opened.request_id, { token }) : undefined }
      draft.open = true
    } catch (caught) {
      error.value = caught
    } finally {
      busy.value = false
    }
  }

  function close(): void {
    clear()
    held = undefined
    shown.value = undefined
  }

  if (draft.open) void look()
  return { draft, shown, error, busy, pass: { token }, look, close }
}
