import type { WebSocket } from 'ws';
import type { ServerMessage } from './messages.ts';

/** Close codes of our own, so that a closed client can tell why. */
const CLOSE_SLOW_CONSUMER = 4008;

/** The sending side of a connection, with a bound on what a slow reader may make the sandbox hold. */
export interface OutgoingSocket {
  send(message: ServerMessage): void;
  close(code: number, reason: string): void;
}

/** A reader this far behind is dropped: the client reconnects and queries anew, as the protocol expects. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

export function createOutgoingSocket(socket: WebSocket, maxBufferedBytes = MAX_BUFFERED_BYTES): OutgoingSocket {
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > maxBufferedBytes) {
        socket.close(CLOSE_SLOW_CONSUMER, 'Connection closed: the client reads too slowly');
        // The closing frame waits behind the backlog: do not wait for it to be read.
        socket.terminate();
        return;
      }
      socket.send(JSON.stringify(message));
    },
    close(code, reason) {
      socket.close(code, reason);
    },
  };
}
