import { expect, it } from 'vitest';
import type { AddressStore } from '../../src/app/address-store.ts';

export type AddressStores = { readonly addresses: AddressStore };

let lastId = 0;
const newKey = (): string => `EMAIL:someone-${Math.random()}-${(lastId += 1)}@example.com`;

/** What the use cases need of the store of addresses; run against every adapter. */
export function describeAddressStores(open: () => AddressStores): void {
  const suppress = (keys: readonly string[], at: number): Promise<void> =>
    open().addresses.suppress(keys.map((key) => ({ key, cause: 'UNSUBSCRIBED', at })));
  const isSuppressed = async (key: string): Promise<boolean> => (await open().addresses.findSuppressed([key])).has(key);

  it('finds suppressed addresses among others, each asked for as often as one likes', async () => {
    const keys = Array.from({ length: 100 }, newKey);
    const suppressed = keys.filter((_, index) => index % 3 === 0);
    await suppress(suppressed, 1_000);
    expect(await open().addresses.findSuppressed([...keys, ...keys])).toEqual(new Set(suppressed));
    expect(await open().addresses.findSuppressed([])).toEqual(new Set());
  });

  it('knows who has an endpoint, until somebody else has it or nobody', async () => {
    const { addresses } = open();
    const ids = Array.from({ length: 40 }, newKey);
    await addresses.setOwners(new Map(ids.map((id, n) => [id, `c${n}`])));
    await addresses.setOwners(
      new Map([
        [ids[0] ?? '', 'other'],
        [ids[1] ?? '', null],
      ]),
    );
    const owners = await addresses.findOwners([...ids, newKey()]);
    expect(owners.size).toBe(39);
    expect([owners.get(ids[0] ?? ''), owners.get(ids[1] ?? ''), owners.get(ids[2] ?? '')]).toEqual([
      'other',
      undefined,
      'c2',
    ]);
    expect(await addresses.findOwners([])).toEqual(new Map());
  });

  it('knows who was given an address, each once, until they are forgotten there', async () => {
    const { addresses } = open();
    const [key, other] = [newKey(), newKey()];
    expect(await addresses.findHolders(key)).toEqual([]);
    await addresses.suppress([{ key, cause: 'OPT_OUT', at: 2_000 }]);
    await addresses.addHolders([
      { key, customerId: 'minji' },
      { key, customerId: 'seoyeon' },
      { key, customerId: 'minji' },
      { key: other, customerId: 'minji' },
    ]);
    await addresses.addHolders([{ key, customerId: 'seoyeon' }]);
    await addresses.addHolders([]);
    expect([...(await addresses.findHolders(key))].sort()).toEqual(['minji', 'seoyeon']);
    await addresses.forgetHolder('minji', [key]);
    expect(await addresses.findHolders(key)).toEqual(['seoyeon']);
    expect(await addresses.findHolders(other)).toEqual(['minji']);
    // It is no less suppressed for that.
    expect(await addresses.findSuppressed([key])).toEqual(new Set([key]));
    const many = Array.from({ length: 60 }, (_, n) => ({ key: other, customerId: `c${n}` }));
    await addresses.addHolders(many);
    expect(await addresses.findHolders(other)).toHaveLength(50);
  });

  it('keeps the latest decision on an address, in whatever order they come', async () => {
    const key = newKey();
    await suppress([key], 2_000);
    await open().addresses.release(key, 1_000);
    expect(await isSuppressed(key)).toBe(true);
    await open().addresses.release(key, 3_000);
    expect(await isSuppressed(key)).toBe(false);
    // What was said before the release comes late, by itself and among others.
    await suppress([key], 2_500);
    await suppress([key, newKey()], 2_600);
    expect(await isSuppressed(key)).toBe(false);
    await suppress([key], 4_000);
    await open().addresses.release(key, 3_500);
    expect(await isSuppressed(key)).toBe(true);
    await open().addresses.release(key, 5_000);
    await suppress([newKey(), key], 6_000);
    expect(await isSuppressed(key)).toBe(true);
  });

  it('C30 tells who wants no advertising from who gets nothing at all, said of one address or of both', async () => {
    const { addresses } = open();
    const [ads, all, both] = [newKey(), newKey(), newKey()];
    await addresses.suppress([
      { key: ads, cause: 'UNSUBSCRIBED', at: 1_000 },
      { key: all, cause: 'HARD_BOUNCE', at: 1_000 },
      { key: both, cause: 'COMPLAINT', at: 1_000 },
      { key: both, cause: 'UNSUBSCRIBED', at: 2_000 },
    ]);
    const keys = [ads, all, both];
    expect(await addresses.findSuppressed(keys, 'AD')).toEqual(new Set(keys));
    expect(await addresses.findSuppressed(keys, 'TRANSACTIONAL')).toEqual(new Set([all, both]));
    for (const key of keys) await addresses.release(key, 3_000, 'AD');
    expect(await addresses.findSuppressed(keys, 'AD')).toEqual(new Set([all, both]));
    await addresses.release(both, 4_000);
    expect(await addresses.findSuppressed(keys)).toEqual(new Set([all]));
    // What is said later of one of them leaves the other as it was.
    await addresses.suppress([{ key: both, cause: 'UNSUBSCRIBED', at: 5_000 }]);
    expect(await addresses.findSuppressed(keys, 'TRANSACTIONAL')).toEqual(new Set([all]));
  });

  it('releases nothing that nobody suppressed: what is said before still counts when it comes', async () => {
    const key = newKey();
    await open().addresses.release(key, 5_000);
    expect(await isSuppressed(key)).toBe(false);
    await suppress([key], 1_000);
    expect(await isSuppressed(key)).toBe(true);
  });

  it('takes one address once in a batch that names it twice', async () => {
    const key = newKey();
    await suppress([key, newKey(), key], 1_000);
    await suppress([key, key], 2_000);
    await open().addresses.release(key, 1_500);
    expect(await isSuppressed(key)).toBe(true);
  });

  it('lets one customer of a job take an address, however often they ask, and no other', async () => {
    const { addresses } = open();
    const key = newKey();
    const job = newKey();
    const claims = await Promise.all(['a', 'b', 'c'].map((customer) => addresses.claim(job, key, customer)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const owner = ['a', 'b', 'c'][claims.indexOf(true)] ?? '';
    expect(await addresses.claim(job, key, owner)).toBe(true);
    expect(await addresses.claim(job, key, 'd')).toBe(false);
    expect(await addresses.claim(newKey(), key, 'd')).toBe(true);
    expect(await isSuppressed(key)).toBe(false);
  });
}
