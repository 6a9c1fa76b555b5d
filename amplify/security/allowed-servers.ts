import * as z from 'zod';

/**
 * Which servers may reach the external API, read when the backend is synthesized.
 * BONGHWA_API_CIDRS: ranges from which signed requests pass the firewall, such as `203.0.113.0/24,2001:db8::/32`.
 * BONGHWA_API_SERVERS: servers that sign with SigV4, as JSON: `[{"name":"shop","cidrs":["203.0.113.0/24"],
 * "trusts":"arn:aws:iam::123456789012:role/shop-server"}]`. Each gets a role that `trusts` may assume.
 * Nobody is allowed by default, except this machine in a sandbox.
 */
export interface AllowedServers {
  readonly cidrs: readonly string[];
  readonly servers: readonly AllowedServer[];
}

export interface AllowedServer {
  readonly name: string;
  readonly cidrs: readonly string[];
  /** The principal that may assume the role; absent: anybody in this account who is allowed to. */
  readonly trusts?: string;
}

const SERVERS = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
    cidrs: z.array(z.string()).min(1),
    trusts: z.string().startsWith('arn:').exactOptional(),
  }),
);

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const LOCAL_SERVER: AllowedServer = { name: 'local', cidrs: LOOPBACK };

/** Reads the environment of the synthesis; a malformed setting stops it, by name. */
export function allowedServers({ isDisposable }: { readonly isDisposable: boolean }): AllowedServers {
  const cidrs = (process.env['BONGHWA_API_CIDRS'] ?? '').split(',').flatMap((range) => range.trim() || []);
  const text = process.env['BONGHWA_API_SERVERS'] ?? '';
  const servers = text === '' ? [] : parseServers(text);
  const local = isDisposable ? [LOCAL_SERVER] : [];
  return { cidrs: isDisposable ? [...cidrs, ...LOOPBACK] : cidrs, servers: [...servers, ...local] };
}

function parseServers(text: string): readonly AllowedServer[] {
  const problem = 'BONGHWA_API_SERVERS must be JSON such as [{"name":"shop","cidrs":["203.0.113.0/24"]}].';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(problem, { cause });
  }
  const parsed = SERVERS.safeParse(json);
  if (!parsed.success) throw new Error(`${problem} ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
