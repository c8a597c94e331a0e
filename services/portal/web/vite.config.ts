import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const pages = ['home', 'wall', 'meeting', 'phone', 'link', 'office']

export default defineConfig({
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
  },
  build: {
    outDir: '../built',
    emptyOutDir: true,
    target: 'chrome87',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: Object.fromEntries(pages.map((page) => [page, `${page}.html`])) },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/oidc': 'http://127.0.0.1:8000', '/portal': 'http://127.0.0.1:8000' } },
  test: { include: ['src/**/*.test.ts'], environment: 'jsdom' },
})
