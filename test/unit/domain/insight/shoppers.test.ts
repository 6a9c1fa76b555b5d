import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readEvent } from '../../../../src/domain/event/index.ts';
import { koreanDay } from '../../../../src/domain/schedule/index.ts';
import { shoppers } from '../../../insight/shoppers.ts';

const ASKED = { seed: 7, people: 500, days: 20, firstDay: '2026-11-01' };

it('makes the same events of the same seed, each with an id of its own, within the days', () => {
  const events = [...shoppers(ASKED)];
  expect([...shoppers(ASKED)]).toEqual(events);
  expect([...shoppers({ ...ASKED, seed: 8 })]).not.toEqual(events);
  expect(new Set(events.map(({ customer, eventId }) => `${customer} ${eventId}`)).size).toBe(events.length);
  const days = new Set(events.map(({ at }) => koreanDay(at)));
  expect([...days].sort()[0]).toBe('2026-11-01');
  expect([...days].sort().at(-1)).toBe('2026-11-20');
  const count = (name: string): number => events.filter((event) => event.name === name).length;
  expect(count('product_viewed')).toBeGreaterThan(count('cart_added'));
  expect(count('cart_added')).toBeGreaterThan(count('order_paid'));
  expect(count('order_paid')).toBeGreaterThan(0);
});

it('is written as lines that recordEvents takes, as docs/reports.md says', async () => {
  const words = ['--import', 'tsx', 'scripts/generate-events.ts', '--people', '100', '--days', '3'];
  const { stdout } = await promisify(execFile)('node', [...words, '--first', '2026-11-01', '--seed', '7']);
  const lines = stdout.trim().split('\n');
  expect(lines.length).toBeGreaterThan(50);
  for (const line of lines) expect(readEvent(JSON.parse(line))).toMatchObject({ ok: true });
});
