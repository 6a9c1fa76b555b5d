import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { FaultPlanInput } from '../../src/offline/services/fault-plan/document.ts';
import { runCommand, type RunningCommand } from '../running-command.ts';

/** One message in the sandbox's outbox, as the provider took it. */
export type SentMessage = { readonly address: string; readonly accepted: boolean; readonly requestId: string };

/** `bonghwa start` as a process of its own, driven through its ports only. */
export type SandboxProcess = {
  readonly command: RunningCommand;
  /** The contents of `amplify_outputs.json`. */
  readonly outputs: unknown;
  readonly loadFaultPlan: (plan: FaultPlanInput) => Promise<void>;
  readonly moveClock: (milliseconds: number) => Promise<void>;
  /** Lets a sandbox that was launched with its work held take up its queues and schedules. */
  readonly releaseWork: () => Promise<void>;
  /** Messages that the provider accepted so far. */
  readonly countAccepted: () => Promise<number>;
  /** Everything that was handed to the provider. */
  readonly readOutbox: () => Promise<readonly SentMessage[]>;
};

const counts = z.object({ accepted: z.number() });
const page = z.object({
  messages: z.array(z.object({ address: z.string(), accepted: z.boolean(), requestId: z.string() })),
  nextBefore: z.number().optional(),
});

/**
 * The longest that a crashed sandbox's work can wait in the sandbox's own time: the sweep comes once a minute, and by then
 * every lease (30 s) has run out.
 */
export const UNTIL_NEXT_SWEEP_MS = 61_000;

export type Launch = {
  readonly port: number;
  /** ISO time that sets the clock of a new one. */
  readonly at?: string;
  /** Nothing is taken from queues and no schedule runs until `releaseWork`. */
  readonly holdWork?: boolean;
};

/** Starts a sandbox on the state in `folder/data` without waiting for it. */
export function launchSandbox(folder: string, { port, at, holdWork }: Launch): RunningCommand {
  const words = ['start', '--port', String(port), '--data', join(folder, 'data')];
  if (at !== undefined) words.push('--at', at);
  if (holdWork === true) words.push('--hold-work');
  return runCommand(words, folder);
}

/** Waits until a launched sandbox answers. */
export async function untilReady(command: RunningCommand, folder: string): Promise<SandboxProcess> {
  const [, url = ''] = await command.waitFor(/GraphQL\s+(http:\/\/\S+)\/graphql[\s\S]*Ready\./);
  const outputs: unknown = JSON.parse(await readFile(join(folder, 'amplify_outputs.json'), 'utf8'));
  const ask = async <T>(shape: z.ZodType<T>, path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`${url}/_sandbox/${path}`, { ...init, headers: { 'x-sandbox': '1' } });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`/_sandbox/${path} answered ${response.status}: ${JSON.stringify(body)}`);
    return shape.parse(body);
  };
  return {
    command,
    outputs,
    loadFaultPlan: async (plan) => {
      await ask(z.unknown(), 'fault-plan', { method: 'PUT', body: JSON.stringify(plan) });
    },
    moveClock: async (milliseconds) => {
      await ask(z.unknown(), 'clock', { method: 'POST', body: JSON.stringify({ advanceMs: milliseconds }) });
    },
    releaseWork: async () => {
      await ask(z.unknown(), 'release-work', { method: 'POST', body: '{}' });
    },
    countAccepted: async () => (await ask(counts, 'outbox/counts')).accepted,
    readOutbox: async () => {
      const messages: SentMessage[] = [];
      for (let before: number | undefined; ;) {
        const found = await ask(page, `outbox?limit=1000${before === undefined ? '' : `&before=${before}`}`);
        messages.push(...found.messages);
        if (found.nextBefore === undefined) return messages;
        before = found.nextBefore;
      }
    },
  };
}

/** Ends a process as a power cut would, and waits until it is gone. */
export async function killHard({ child, exited }: RunningCommand): Promise<void> {
  child.kill('SIGKILL');
  await exited;
}

const LOOK_EVERY_MS = 20;
const GIVE_UP_MS = 240_000;

/**
 * Waits for something that the backend does by itself; rejects when it does not come. The clock is left alone: moved while
 * workers live, it would take their leases from them, as if they had stalled for as long.
 */
export async function waitUntil(what: string, isSo: () => Promise<boolean>, everyMs = LOOK_EVERY_MS): Promise<void> {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > GIVE_UP_MS)
      throw new Error(`Waited ${GIVE_UP_MS / 1_000} s in vain until ${what}.`);
    await sleep(everyMs);
  }
}
