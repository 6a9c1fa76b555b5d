import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runExactness } from '../exactness/run-exactness.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exact-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it(
  'every report shows what was told, each event once, after a kill -9 and a Firehose that took nothing for a while',
  { timeout: 300_000 },
  async () => {
    const found = await runExactness({
      folder,
      events: 6_000,
      days: 6,
      firstDay: '2026-11-13',
      seed: 7,
      kills: 1,
      firehoseDownMs: 1_000,
      say: () => undefined,
    });
    expect(found).toMatchObject({ kills: 1, refused: 0, lost: 0, double: 0, rolledUpDays: 6, differing: [] });
    expect(found.events).toBeGreaterThan(5_000);
    for (const some of [found.duplicates, found.late, found.wrongClocks, found.byApps, found.byFiles])
      expect(some).toBeGreaterThan(20);
  },
);
