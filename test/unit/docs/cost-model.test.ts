import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  costOf,
  decimalOf,
  ownBillOf,
  pinpointWouldHaveCharged,
  withPublished,
} from '../../../src/domain/cost/index.ts';
import { ROOT } from '../../backends-under-test.ts';

const AT = Date.UTC(2026, 10, 28);
const { prices, rates } = withPublished({ prices: [], rates: [] });
const money = { currency: 'KRW', rates };

function shown(answer: ReturnType<typeof ownBillOf>): string {
  if (!answer.ok) throw new Error(answer.error.message);
  return decimalOf(answer.cost.amount);
}

function sending(item: string, units: number, unitsBefore = 0): string {
  return shown(costOf([{ item, units, unitsBefore }], prices, AT, money));
}

const pinpoint = (month: Parameters<typeof pinpointWouldHaveCharged>[0]) =>
  shown(pinpointWouldHaveCharged(month, AT, money));

const FIGURES: readonly (readonly [string, string])[] = [
  ['10 e-mails', sending('email', 10)],
  ['1,000 push messages after the first million of a month', sending('push', 1_000, 1_000_000)],
  ['6.4 million push messages in a month', sending('push', 6_400_000)],
  ['6.4 million e-mails', sending('email', 6_400_000)],
  ['Pinpoint: one endpoint above 5,000 of a month', pinpoint({ targetedEndpoints: 5_001 })],
  ['Pinpoint: 6.4 million targeted endpoints', pinpoint({ targetedEndpoints: 6_400_000 })],
  ['Pinpoint: 400,000 targeted endpoints', pinpoint({ targetedEndpoints: 400_000 })],
  ['Pinpoint: one event above 100 million of a month', pinpoint({ events: 100_000_001 })],
  ['our own AWS bill for a million recipients', shown(ownBillOf(1_000_000, AT, money))],
];

describe('docs/cost-model.md', () => {
  it('shows the figures that the functions compute', async () => {
    const page = await readFile(join(ROOT, 'docs', 'cost-model.md'), 'utf8');
    const [, table = ''] = /<!-- figures -->([^]*)<!-- \/figures -->/.exec(page) ?? [];
    const rows = [...table.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].map(([, what = '', won = '']) => [what, won]);
    expect(rows.slice(2)).toEqual(FIGURES);
  });
});
