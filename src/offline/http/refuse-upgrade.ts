import type { Duplex } from 'node:stream';

/**
 * Answers a request for another protocol with an error, and closes. Such a socket is nobody's any more, so that it must be
 * destroyed as well: half open, it would stay until the other side ends it, which it need not do.
 */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
