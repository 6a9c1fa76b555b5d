import type { TestSequencer, TestSpecification, Vitest } from 'vitest/node';

/**
 * Files that take half a minute and more. Vitest knows how long a file takes from the run before; a fresh clone has had
 * none, and would begin some of these when everything else is done, with one core idle.
 */
const LONG = [
  // How soon a command answers is measured here: beside it runs what waits more than it works.
  'integration/command-line.test.ts',
  'integration/email-receipts.test.ts',
  'integration/chosen-channels.test.ts',
  'integration/demo.test.ts',
  'simulation/delivery.test.ts',
  'simulation/mutants.test.ts',
  'integration/sent-at-a-rate.test.ts',
  'integration/packed-client.test.ts',
  'integration/kill-nine.test.ts',
  'integration/events-change-everything.test.ts',
  'integration/server-examples.test.ts',
  'integration/shop-workspace.test.ts',
  'contract/stores.test.ts',
  'property/domain/pinpoint-leaves.test.ts',
  'property/domain/customer-round-trip.test.ts',
  'template/room-to-grow.test.ts',
  'browser/console/catches-up.test.ts',
  'browser/console/costs-and-settings.test.ts',
  'browser/console/console-cases.test.ts',
  'browser/console/live-run.test.ts',
  'browser/console/make-campaign.test.ts',
  'browser/console/accessible-lists.test.ts',
  'browser/console/calendar-and-clock.test.ts',
  'browser/first-live-send.test.ts',
  'browser/console/import.test.ts',
];

/** Begins with the files that take longest, so that none of them is left alone at the end. */
export class LongestFirst implements TestSequencer {
  constructor(readonly vitest: Vitest) {}

  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await (await this.#usual()).sort(files);
    return others.toSorted((a, b) => placeOf(a) - placeOf(b));
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await this.#usual()).shard(files);
  }

  /** Loaded when tests run: whoever only reads the configuration cannot load it. */
  async #usual(): Promise<TestSequencer> {
    const { BaseSequencer } = await import('vitest/node');
    return new BaseSequencer(this.vitest);
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}`));
  return place === -1 ? LONG.length : place;
}
