/** How large the letters are: three steps, remembered on this phone. */
import { ref } from 'vue'

export const SCALES = ['normal', 'large', 'huge'] as const
export type Scale = (typeof SCALES)[number]

const KEPT = 'phone.scale'

export const scale = ref<Scale>(SCALES.find((each) => each === localStorage.getItem(KEPT)) ?? 'normal')

export function show(chosen: Scale): void {
  scale.value = chosen
  localStorage.setItem(KEPT, chosen)
  apply()
}

export function apply(): void {
  document.documentElement.dataset.scale = scale.value
}
