import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { spawnNode } from '../owned/index.ts';
import { ROOT } from './child.ts';

const serving = z.object({ url: z.string() });

/** Starts a script that serves something, and reads from its first line where. */
export async function startServing(
  script: string,
  args: readonly string[],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = spawnNode(['--import', 'tsx', script, ...args], { cwd: ROOT });
  const { url } = await firstLine(server);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    },
  };
}

async function firstLine(server: ChildProcess): Promise<z.infer<typeof serving>> {
  if (server.stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: server.stdout })) return serving.parse(JSON.parse(line));
  throw new Error('The server ended before it was listening.');
}
