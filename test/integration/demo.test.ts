import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { runCommand, type RunningCommand } from '../running-command.ts';

const summary = z.object({
  planned: z.number(),
  included: z.number(),
  excluded: z.record(z.string(), z.number()),
  accepted: z.number(),
  delivered: z.number(),
  failed: z.number(),
  optedOut: z.number(),
  skipped: z.number(),
  inDoubt: z.number(),
  messages: z.number(),
});

let demo: RunningCommand | undefined;
const folder = mkdtempSync(join(tmpdir(), 'demo-'));
afterEach(() => {
  demo?.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

it('shows a win-back of three waves with its rehearsal, law, people who come back, report and won for each', async () => {
  demo = runCommand(['demo', '--json', '--port', '0'], folder);
  expect(await demo.exited, demo.output()).toBe(0);
  const output = demo.output();
  const { excluded, ...told } = summary.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  const out = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  const { included, accepted, delivered, failed, optedOut, skipped, inDoubt } = told;
  expect(told.planned).toBe(included + out);
  expect(included).toBe(accepted + delivered + failed + optedOut + skipped + inDoubt);
  expect(excluded['CAME_BACK']).toBeGreaterThan(200);
  expect(told.messages).toBeGreaterThan(2_500);
  // What the law asks for is in each of the three messages.
  expect(output.match(/: nothing to change/g)).toHaveLength(3);
  expect(output).toMatch(/wave 3, SMS .* ₩[\d,]+\n/);
  expect(output).toMatch(/Pinpoint would have charged ₩[\d,]+/);
  // More of those come back who got a message: by how much, and for how much each, is told with an interval.
  expect(output).toMatch(/brought back by the campaign: \d+\.\d % to \d+\.\d % of its people/);
  expect(output).toMatch(/for each customer who really came back: ₩[\d,]+ \(₩[\d,]+ to (₩[\d,]+|any amount)\)/);
}, 400_000);
