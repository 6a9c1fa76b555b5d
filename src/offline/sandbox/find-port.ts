import { createServer } from 'node:net';

/** Tries to listen on a loopback port for a moment: 0 finds a free one, undefined means it is taken. */
export function probePort(port: number): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', (error) => ('code' in error && error.code === 'EADDRINUSE' ? done(undefined) : fail(error)));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

/** The one-line error of a port that is taken. */
export function portInUse(port: number): { readonly code: 'PORT_IN_USE'; readonly message: string } {
  return { code: 'PORT_IN_USE', message: `Port ${port} is in use. Stop what uses it, or choose another with --port.` };
}
