// Builds the studio into dist/, served by the API under /studio/; in development the API's doors are proxied.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = process.env['VITRINA_API'] ?? 'http://localhost:3000';
const DOORS = ['/graphql', '/uploads', '/media', '/v1', '/player', '/demo', '/staff', '/captions'];

export default defineConfig({
  root: import.meta.dirname,
  base: '/studio/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // No data: addresses, so that the content policy needs no exception for them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(DOORS.map((door) => [door, { target: API }])),
  },
});
