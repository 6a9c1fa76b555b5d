import { describe, expect, it } from 'vitest';
import { itemWords, sourceWords } from '../../../console/pages/costs/price-words.ts';
import { bookRows, exactAmount, readMicros, savedOf, toInput } from '../../../console/pages/costs/price-rows.ts';
import type { Say } from '../../../console/words/say.ts';
import { toCommand, toForm } from '../../../console/pages/settings/settings-form.ts';
import { withPublished } from '../../../src/domain/cost/index.ts';

const NOW = Date.parse('2026-11-29T00:00:00Z');

/** What `prices` answers when a company has saved these. */
function answered(prices: readonly object[]) {
  const list = withPublished({
    prices: prices.map((row) => ({
      item: 'sms-part:+82',
      currency: 'KRW',
      micros: 8_750_000,
      per: 1,
      freeUnits: 0,
      validFrom: Date.parse('2026-11-01T00:00:00Z'),
      source: 'contract',
      ...row,
    })),
    rates: [],
  });
  const iso = <Row extends { readonly validFrom: number }>(row: Row) => ({
    ...row,
    validFrom: new Date(row.validFrom).toISOString(),
  });
  return {
    __typename: 'PriceList' as const,
    prices: list.prices.map((row) => ({
      __typename: 'PriceRow' as const,
      ...iso(row),
      tiers: row.tiers?.map((tier) => ({ __typename: 'PriceTier' as const, ...tier })) ?? null,
    })),
    rates: list.rates.map((row) => ({ __typename: 'ExchangeRate' as const, ...iso(row) })),
    revision: 3,
  };
}

describe('the price book', () => {
  it('names items and where published prices come from in the reader’s words, and one’s own as they were written', () => {
    const say: Say = (key, values) => `<${key}${values === undefined ? '' : ` ${values['country']}`}>`;
    expect(['push', 'sms-part:+82', 'something-else'].map((item) => itemWords(item, say))).toEqual([
      '<channel.PUSH> (push)',
      '<costs.smsPart +82> (sms-part:+82)',
      'something-else',
    ]);
    const published = [...bookRows(answered([]), 'prices', NOW), ...bookRows(answered([]), 'rates', NOW)];
    for (const row of published) expect(sourceWords(row, say), row.source).toMatch(/^<costs\.source\./);
    const [own] = bookRows(answered([{}]), 'prices', NOW).filter(({ saved }) => saved !== null);
    expect(own === undefined ? '' : sourceWords(own, say)).toBe('contract');
  });

  it('tells one’s own rows from the published ones, and saves no others', () => {
    const list = answered([{}, { source: 'next year', validFrom: Date.parse('2027-01-01T00:00:00Z') }]);
    expect(savedOf(list).prices.map(({ source }) => source)).toEqual(['contract', 'next year']);
    expect(savedOf(answered([]))).toEqual({ prices: [], rates: [] });
    const input = toInput(savedOf(list));
    expect(JSON.stringify(input)).not.toContain('__typename');
    expect(input.prices[0]).toMatchObject({ item: 'sms-part:+82', micros: 8_750_000, source: 'contract' });
  });

  it('says which row is in force, which comes and which is over', () => {
    const list = answered([
      {},
      { source: 'next year', validFrom: Date.parse('2027-01-01T00:00:00Z') },
      { source: 'last year', validFrom: Date.parse('2025-01-01T00:00:00Z') },
    ]);
    const own = bookRows(list, 'prices', NOW).filter(({ name }) => name === 'sms-part:+82');
    expect(own.slice(0, 3).map(({ source, state, saved }) => [source, state, saved])).toEqual([
      ['next year', 'TO_COME', 1],
      ['contract', 'IN_FORCE', 0],
      ['last year', 'PAST', 2],
    ]);
    expect(bookRows(list, 'rates', NOW).every(({ saved }) => saved === null)).toBe(true);
  });

  it.each([
    ['0.0001', 100],
    ['1,172.59', 1_172_590_000],
    ['₩8.75', 8_750_000],
    ['５０', 50_000_000],
    ['0.0000001', null],
    ['오천', null],
    ['-1', null],
    ['', null],
    ['1.', null],
  ])('reads %j as %s millionths', (text, micros) => {
    expect(readMicros(text)).toBe(micros);
  });

  it('shows amounts with all their places', () => {
    expect(exactAmount(100, 'USD')).toBe('$0.0001');
    expect(exactAmount(8_750_000, 'KRW')).toBe('₩8.75');
    expect(exactAmount(1_172_590_000, 'KRW')).toBe('₩1,172.59');
  });
});

describe('the form of settings', () => {
  const settings = {
    __typename: 'DeliverySettings' as const,
    isStopped: false,
    reason: '',
    messagesPerSecond: { __typename: 'ChannelRates' as const, PUSH: 25_000, EMAIL: null, SMS: null, CUSTOM: null },
    retentionDays: 90,
    destinations: [],
    approval: null,
    monthlyBudgetKrw: null,
    noticeTemplates: [],
    frequencyCaps: [
      { __typename: 'FrequencyCap' as const, messageClass: 'AD' as const, period: 'DAY' as const, most: 2 },
    ],
    revision: 4,
  };

  it('is saved as it was read, and says no budget as 0', () => {
    const form = toForm(settings);
    expect(toCommand(form, 4)).toEqual({
      revision: 4,
      messagesPerSecond: { PUSH: 25_000, EMAIL: null, SMS: null, CUSTOM: null },
      monthlyBudgetKrw: 0,
      approval: { recipients: null, krw: null },
      retentionDays: 90,
      frequencyCaps: [{ messageClass: 'AD', period: 'DAY', most: 2 }],
      noticeTemplates: [],
      destinations: [],
    });
    expect(toCommand({ ...form, destinations: '' }, 4)?.destinations).toEqual([]);
  });

  it.each(['{', '{}', '[1]', '"x"'])('has no command for %s in place of a list of destinations', (destinations) => {
    expect(toCommand({ ...toForm(settings), destinations }, 4)).toBeNull();
  });
});
