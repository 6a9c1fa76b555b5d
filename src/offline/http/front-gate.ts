import type { IncomingMessage } from 'node:http';
import type { Blocks } from '../firewall/create-firewall.ts';
import { flatHeaders } from './read-request.ts';

/** Whether a request comes in, and from where. */
export interface Admission {
  readonly sourceIp: string;
  readonly isBlocked: boolean;
  /** As AppSync hands them on: its edge adds the caller's address to `x-forwarded-for`, its proxy the edge's. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What stands before the API. */
export interface FrontGate {
  admit(request: IncomingMessage): Admission;
  /** From now on requests seem to come from here; null: from where they do. Headers of a request never decide that. */
  setSourceAddress(address: string | null): void;
}

const EDGE = '127.0.0.1';

/** Creates the gate before an API: where a request comes from, and the firewalls it has to pass. */
export function createFrontGate(firewalls: readonly Blocks[]): FrontGate {
  let simulated: string | null = null;
  return {
    admit(request) {
      // A socket that listens on both protocols shows IPv4 addresses in IPv6 form.
      const sourceIp = simulated ?? (request.socket.remoteAddress ?? EDGE).replace(/^::ffff:/, '');
      const headers = flatHeaders(request);
      const given = headers['x-forwarded-for'];
      const forwarded = [...(given === undefined ? [] : [given]), sourceIp, EDGE].join(', ');
      const isBlocked = firewalls.some((blocks) => blocks({ sourceIp, headers }));
      return { sourceIp, isBlocked, headers: { ...headers, 'x-forwarded-for': forwarded } };
    },
    setSourceAddress(address) {
      simulated = address;
    },
  };
}
