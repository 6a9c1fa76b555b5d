import { expect, it } from 'vitest';
import type { BudgetStore, RunStore } from '../../src/app/delivery/index.ts';
import type { ApprovalStore } from '../../src/app/approval/index.ts';
import type { PriceStore } from '../../src/app/ports.ts';

import { subjectOf } from '../../src/domain/approval/index.ts';

export type BudgetStores = {
  readonly budgets: BudgetStore;
  readonly prices: PriceStore;
  readonly runs: RunStore;
  readonly approvals: ApprovalStore;
};

let lastId = 0;
const newId = (): string => `budgeted-${(lastId += 1)}`;

const NOW = Date.UTC(2026, 10, 23, 3);

/** What planning needs to keep a budget; run against every adapter. */
export function describeBudgetStores(open: () => BudgetStores): void {
  it('grants a page of a shard its share of a budget, and the same again when it is repeated', async () => {
    const { budgets } = open();
    const ref = { jobId: newId(), shard: 3 };
    const ask = (page: number, wanted: number) => budgets.reserve(ref, page, { wanted, budget: 100 });
    expect(await ask(0, 30)).toBe(30);
    expect(await ask(0, 30)).toBe(30);
    // The customers of the page may have changed meanwhile: what was granted stays.
    expect(await ask(0, 90)).toBe(30);
    expect(await ask(4, 30)).toBe(30);
    expect(await ask(5, 60)).toBe(40);
    expect(await ask(5, 60)).toBe(40);
    expect(await ask(6, 1)).toBe(0);
    expect(await ask(6, 1)).toBe(0);
    expect(await budgets.reserve({ ...ref, shard: 4 }, 0, { wanted: 1, budget: 100 })).toBe(0);
    expect(await budgets.reserve({ ...ref, jobId: newId() }, 0, { wanted: 100, budget: 100 })).toBe(100);
  });

  it('gives a campaign to one job at a time, of many that ask together', async () => {
    const { runs } = open();
    const campaignId = newId();
    expect(await runs.get(campaignId)).toBeNull();
    const claim = (jobId: string, replaces: string | null) => runs.put(campaignId, { jobId, claimedAt: NOW }, replaces);
    const taken = await Promise.all(['a', 'b', 'c', 'd'].map((jobId) => claim(jobId, null)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const first = (await runs.get(campaignId))?.jobId ?? 'nobody';
    expect(await claim('e', 'nobody')).toBe(false);
    expect(await claim('e', first)).toBe(true);
    expect(await runs.get(campaignId)).toEqual({ jobId: 'e', claimedAt: NOW });
    const beside = [
      { jobId: 'e', claimedAt: NOW },
      { jobId: 'd', claimedAt: NOW - 1 },
    ];
    expect(await runs.put(campaignId, { jobId: 'f', claimedAt: NOW, beside }, 'e')).toBe(true);
    expect(await runs.get(campaignId)).toEqual({ jobId: 'f', claimedAt: NOW, beside });
  });

  it('keeps the approval of a run, and a later one in place of it', async () => {
    const { approvals } = open();
    const runId = newId();
    expect(await approvals.get(runId)).toBeNull();
    const campaign = { id: 'c', name: 'c', segmentId: 's', messageClass: 'AD', steps: [] } as const;
    const run = { campaign: { ...campaign, holdoutPercent: 0, inDoubtPolicy: 'HOLD' }, segmentVersion: 1 } as const;
    const subject = subjectOf({ ...run, templates: [], edits: [1, 2], recipients: 7, krwMicros: null });
    const first = { state: 'GRANTED', subject, author: 'minji', by: 'jisu', at: NOW } as const;
    await approvals.put(runId, first);
    expect(await approvals.get(runId)).toEqual(first);
    const lapsed = { ...first, state: 'LAPSED', lapsedAt: NOW + 1, changes: ['templates'] } as const;
    await approvals.put(runId, lapsed);
    expect(await approvals.get(runId)).toEqual(lapsed);
    expect(await approvals.get(newId())).toBeNull();
  });

  it('hands out the budget of a month to claims that ask together, each in full or not at all, and once', async () => {
    const { budgets } = open();
    const month = newId();
    expect(await budgets.claimedOfMonth(month)).toBe(0);
    const claim = (id: string, wanted: number, budget = 100) => budgets.claimMonth(month, id, { wanted, budget });
    const taken = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => claim(id, 30)));
    expect(taken.filter(Boolean)).toHaveLength(3);
    expect(await budgets.claimedOfMonth(month)).toBe(90);
    const [first = 'none'] = ['a', 'b', 'c', 'd', 'e'].filter((_, index) => taken[index]);
    // The answer of the first claim may have been lost.
    expect(await claim(first, 30)).toBe(true);
    expect(await Promise.all(['f', 'f', 'f'].map((id) => claim(id, 10)))).toEqual([true, true, true]);
    expect(await claim('g', 1)).toBe(false);
    expect(await claim('h', 101)).toBe(false);
    expect(await budgets.claimedOfMonth(month)).toBe(100);
    expect(await claim('g', 1, 101)).toBe(true);
    expect(await budgets.claimMonth(newId(), 'g', { wanted: 100, budget: 100 })).toBe(true);
  });

  it('gives back what of a claim is not needed, once, and nothing that was not claimed', async () => {
    const { budgets } = open();
    const month = newId();
    expect(await budgets.claimMonth(month, 'a', { wanted: 60, budget: 100 })).toBe(true);
    expect(await budgets.claimMonth(month, 'b', { wanted: 40, budget: 100 })).toBe(true);
    await Promise.all([1, 2, 3].map(() => budgets.giveBackOfMonth(month, 'a', 25)));
    expect(await budgets.claimedOfMonth(month)).toBe(65);
    await budgets.giveBackOfMonth(month, 'a', 50);
    await budgets.giveBackOfMonth(month, 'nobody', 0);
    await budgets.giveBackOfMonth(newId(), 'a', 0);
    expect(await budgets.claimedOfMonth(month)).toBe(65);
    expect(await budgets.claimMonth(month, 'c', { wanted: 35, budget: 100 })).toBe(true);
    // Asked again, as after a crash, the first claim is as it was given back.
    expect(await budgets.claimMonth(month, 'a', { wanted: 60, budget: 100 })).toBe(true);
    expect(await budgets.claimedOfMonth(month)).toBe(100);
  });

  it('adds up what jobs have used of a month, each as it noted it last', async () => {
    const { budgets } = open();
    const month = newId();
    expect(await budgets.usedInMonth(month)).toEqual(new Map());
    await Promise.all(['a', 'b', 'c'].map((id) => budgets.noteUse(month, id, { push: 100, email: 5 })));
    await budgets.noteUse(month, 'a', { push: 130 });
    await Promise.all([1, 2].map(() => budgets.noteUse(month, 'a', { push: 130 })));
    await budgets.noteUse(newId(), 'a', { push: 1_000 });
    expect(await budgets.usedInMonth(month)).toEqual(
      new Map([
        ['push', 330],
        ['email', 10],
      ]),
    );
  });

  it('refuses a page before the last that was granted: its owner has been replaced', async () => {
    const { budgets } = open();
    const ref = { jobId: newId(), shard: 0 };
    const ask = (page: number) => budgets.reserve(ref, page, { wanted: 1, budget: 100 });
    expect(await ask(7)).toBe(1);
    expect(await ask(6)).toBeNull();
    expect(await ask(7)).toBe(1);
    expect(await budgets.reserve({ ...ref, shard: 1 }, 6, { wanted: 1, budget: 100 })).toBe(1);
  });

  it('never grants more than the budget to shards that ask together, and repeat', async () => {
    const { budgets } = open();
    const jobId = newId();
    const granted = new Map<string, number>();
    const planShard = async (shard: number): Promise<void> => {
      for (let page = 0; page < 5; page += 1) {
        const wanted = 7 + ((shard * 5 + page) % 13);
        // An owner and its successor, at the same page at the same time.
        const answers = await Promise.all(
          [1, 2].map(() => budgets.reserve({ jobId, shard }, page, { wanted, budget: 500 })),
        );
        expect(answers[0]).toBe(answers[1]);
        granted.set(`${shard}#${page}`, answers[0] ?? 0);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, shard) => planShard(shard)));
    const total = [...granted.values()].reduce((sum, amount) => sum + amount, 0);
    expect(total).toBe(500);
  });

  it('pays for messages that are sent once more out of what is left, once for each of them in a round', async () => {
    const { budgets } = open();
    const ref = { jobId: newId(), shard: 2 };
    const of = (...places: number[]) => places.map((place) => ({ place, cost: 20 }));
    const pay = (round: number, places: number[], chunk = 0) =>
      budgets.pay(ref, { chunk, round }, { wanted: of(...places), budget: 100 });
    expect(await budgets.reserve(ref, 0, { wanted: 30, budget: 100 })).toBe(30);
    expect([...(await pay(1, [4, 7]))]).toEqual([4, 7]);
    expect([...(await pay(1, [4, 7]))]).toEqual([4, 7]);
    // 30 are left: one of two more, and then none at all.
    expect([...(await pay(1, [7, 9, 11]))]).toEqual([7, 9]);
    expect([...(await pay(1, [11]))]).toEqual([]);
    expect([...(await pay(1, [4, 7, 9]))]).toEqual([4, 7, 9]);
    expect((await pay(2, [4])).size).toBe(0);
    expect((await pay(1, [4], 1)).size).toBe(0);
    expect(await budgets.reserve(ref, 1, { wanted: 30, budget: 100 })).toBe(10);
    const fresh = { jobId: newId(), shard: 0 };
    expect([...(await budgets.pay(fresh, { chunk: 0, round: 1 }, { wanted: of(1), budget: 20 }))]).toEqual([1]);
  });

  it('pays for messages that have become dearer by the difference, or not at all', async () => {
    const { budgets } = open();
    const ref = { jobId: newId(), shard: 2 };
    const pay = async (cost: number, ...places: number[]) => [
      ...(await budgets.pay(
        ref,
        { chunk: 0, round: 0 },
        { wanted: places.map((place) => ({ place, cost })), budget: 100 },
      )),
    ];
    expect(await pay(20, 1, 2)).toEqual([1, 2]);
    expect(await pay(45, 1, 2)).toEqual([1, 2]);
    // Ten are left.
    expect(await pay(60, 1, 2)).toEqual([]);
    expect(await pay(55, 1, 2)).toEqual([1]);
    // Cheaper again: it was paid for.
    expect(await pay(5, 1, 2)).toEqual([1, 2]);
    expect(await pay(1, 3)).toEqual([]);
  });

  it('never pays more than the budget to chunks that ask together, and repeat', async () => {
    const { budgets } = open();
    const jobId = newId();
    const wanted = Array.from({ length: 10 }, (_, place) => ({ place, cost: 1 + (place % 3) }));
    const paid = await Promise.all(
      Array.from({ length: 12 }, async (_, chunk) => {
        const ask = () => budgets.pay({ jobId, shard: chunk % 3 }, { chunk, round: 1 }, { wanted, budget: 100 });
        const [first, second] = await Promise.all([ask(), ask()]);
        // The one that came first may have been told less, never anything else.
        for (const place of first ?? []) expect(second?.has(place) === true || (await ask()).has(place)).toBe(true);
        return ask();
      }),
    );
    const total = paid.flatMap((places) => [...places]).reduce((sum, place) => sum + (wanted[place]?.cost ?? 0), 0);
    expect(total).toBeLessThanOrEqual(100);
    expect(total).toBeGreaterThan(97);
  });

  it('M21 keeps prices whole under a revision, and has none at first', async () => {
    const { prices } = open();
    expect(await prices.get()).toEqual({ prices: [], rates: [], revision: 0 });
    const saved = {
      prices: [
        { item: 'sms-part', currency: 'KRW', micros: 9_000_000, per: 1, freeUnits: 0, validFrom: NOW, source: '계약' },
        {
          item: 'custom:reseller:LMS',
          currency: 'KRW',
          micros: 39_000_000,
          per: 1,
          freeUnits: 10,
          monthZone: 'Asia/Seoul',
          tiers: [{ above: 1_000, micros: 33_000_000 }],
          refundHours: 49,
          validFrom: NOW,
          source: '계약',
        },
      ],
      rates: [{ from: 'USD', to: 'KRW', micros: 1_400_000_000, validFrom: NOW, source: '은행' }],
    };
    expect(await prices.put(saved, 0, { id: 'minji' })).toBe(true);
    expect(await prices.put({ prices: [], rates: [] }, 0, { id: 'jiho' })).toBe(false);
    expect(await prices.get()).toEqual({ ...saved, revision: 1 });
    const racers = await Promise.all(['a', 'b', 'c'].map((id) => prices.put({ prices: [], rates: [] }, 1, { id })));
    expect(racers.filter(Boolean)).toHaveLength(1);
    expect(await prices.get()).toEqual({ prices: [], rates: [], revision: 2 });
  });
}
