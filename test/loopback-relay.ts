import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to a server on this machine that can be cut: refused, and every connection reset. */
export type LoopbackRelay = {
  readonly port: number;
  readonly open: () => Promise<void>;
  readonly cut: () => Promise<void>;
};

/** Takes a free port for a relay to a server; it is cut until it is opened. */
export async function reserveRelay(target: URL): Promise<LoopbackRelay> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.resetAndDestroy();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  await close();
  return { port, open: () => listen(port), cut: close };
}
