import { expect, it } from 'vitest';
import type { CatalogueStore } from '../../src/app/event-catalogue/index.ts';
import type { EventDefinition } from '../../src/domain/event/index.ts';

const BY = { id: 'minji' };
const CART: EventDefinition = {
  name: '장바구니',
  meaning: '담았다',
  owner: '앱 팀',
  attributes: [{ name: 'constructor', meaning: '만든 곳' }],
  metrics: [],
  isRetired: false,
};

/** What every catalogue of events does. */
export function describeEventCatalogues(open: () => CatalogueStore): void {
  it('is off until somebody says otherwise, and changed by whoever has seen the last change', async () => {
    const catalogue = open();
    expect(await catalogue.getMode()).toEqual({ mode: 'OFF', revision: 0 });
    expect(await catalogue.putMode('WARN', 0)).toBe(true);
    expect(await catalogue.putMode('REFUSE', 0)).toBe(false);
    expect(await catalogue.putMode('REFUSE', 1)).toBe(true);
    expect(await catalogue.getMode()).toEqual({ mode: 'REFUSE', revision: 2 });
  });

  it('finds definitions by name as they were written, under a revision', async () => {
    const catalogue = open();
    expect(await catalogue.find(['장바구니', 'nothing'])).toEqual(new Map());
    expect(await catalogue.put(CART, 0, BY)).toBe(true);
    expect(await catalogue.put(CART, 0, BY)).toBe(false);
    expect(await catalogue.put({ ...CART, isRetired: true }, 1, BY)).toBe(true);
    expect(await catalogue.find(['장바구니', 'nothing'])).toEqual(
      new Map([['장바구니', { value: { ...CART, isRetired: true }, revision: 2 }]]),
    );
  });
}
