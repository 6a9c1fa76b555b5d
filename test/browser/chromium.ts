import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's own Chromium, quiet: without these flags it looks for its maker's servers at every start. */
export const CHROMIUM_OPTIONS = {
  executablePath: process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path)) ?? 'chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
