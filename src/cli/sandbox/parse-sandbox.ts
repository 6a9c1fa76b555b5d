import { parseArgs } from 'node:util';
import { parsePort } from '../parse-port.ts';
import type { SandboxCommand, SandboxUser } from './sandbox-command.ts';

type Parsed =
  { readonly ok: true; readonly command: SandboxCommand } | { readonly ok: false; readonly message: string };

const DEFAULT_PORT = 20_002;

/** Reads the words after `bonghwa sandbox`. Throws parseArgs' TypeError for an option that does not exist. */
export function parseSandbox(words: string[]): Parsed {
  const { values } = parseArgs({
    args: words,
    options: {
      backend: { type: 'string', default: 'amplify/backend.ts' },
      port: { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      user: { type: 'string', multiple: true, default: [] },
      secret: { type: 'string', multiple: true, default: [] },
      secrets: { type: 'string' },
      outputs: { type: 'string' },
      once: { type: 'boolean', default: false },
    },
  });
  const port = parsePort(values.port, DEFAULT_PORT);
  if (port === undefined) return { ok: false, message: `--port takes a number from 0 to 65535, not "${values.port}".` };
  // As from a variable of the shell that is not set: the state would lie about in the folder itself.
  if (values.data === '') return { ok: false, message: '--data takes a folder, and got an empty name.' };
  const users: SandboxUser[] = [];
  for (const text of values.user) {
    const user = parseUser(text);
    if (user === undefined) return { ok: false, message: `--user takes EMAIL or EMAIL:GROUP,GROUP, not "${text}".` };
    users.push(user);
  }
  const secrets: [string, string][] = [];
  for (const text of values.secret) {
    const end = text.indexOf('=');
    // The text is not repeated: what stands in it may be the secret.
    if (end < 1) return { ok: false, message: '--secret takes NAME=VALUE.' };
    secrets.push([text.slice(0, end), text.slice(end + 1)]);
  }
  return {
    ok: true,
    command: {
      name: 'sandbox',
      backendFile: values.backend,
      port,
      ...(values.data === undefined ? {} : { dataFolder: values.data }),
      fresh: values.fresh,
      users,
      secrets: Object.fromEntries(secrets),
      ...(values.secrets === undefined ? {} : { secretsFile: values.secrets }),
      ...(values.outputs === undefined ? {} : { outputsFile: values.outputs }),
      once: values.once,
    },
  };
}

function parseUser(text: string): SandboxUser | undefined {
  const end = text.indexOf(':');
  const email = end === -1 ? text : text.slice(0, end);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return undefined;
  const groups = end === -1 ? [] : text.slice(end + 1).split(',');
  return groups.includes('') ? undefined : { email, groups };
}
