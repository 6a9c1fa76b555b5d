import { defineConfig } from 'vite';
import { loadWhenShown } from './load-when-shown.ts';

/**
 * The console is static files below any path: nothing is inlined, so that the strictest policy of a browser lets it run.
 * Where the backend is stands in `amplify_outputs.json` beside `index.html`, read when the page starts.
 */
export default defineConfig({
  base: './',
  root: import.meta.dirname,
  publicDir: false,
  plugins: [loadWhenShown()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 1_000,
  },
});
