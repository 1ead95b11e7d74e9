import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.VIGIE_DEV_SERVER ?? 'http://127.0.0.1:8088';

/** Vite wants a default export. Nothing is inlined into the HTML: the page's policy allows no inline script. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: {
      // Radix locks scrolling of the body by a style element, which the page's policy refuses. Our body never scrolls.
      'react-style-singleton': fileURLToPath(new URL('./src/lib/no-style-element.ts', import.meta.url)),
    },
  },
  build: {
    target: 'es2023',
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs is one file: many small ones compress worse than they spare.
          groups: [
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-router|router-core|history|react-store|store|react-query|query-core)|clsx|tailwind-merge|class-variance-authority|lucide-react|use-sync-external-store)\/|src\/(api|hooks|i18n|lib|live|preferences|components\/(ui|shell|toasts|past\/(moment|messages|PastFrame|useMomentState)))/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.VIGIE_DEV_PORT ?? 5173),
    strictPort: true,
    proxy: {
      '/api': { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
      '/docs': { target: server, changeOrigin: true },
    },
  },
});
