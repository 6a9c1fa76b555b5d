import type { FrequencyCap } from '../../../domain/campaign/index.ts';
import type { RecipientResult } from '../../../domain/send-job/index.ts';
import type { AddressStore } from '../../address-store.ts';
import type { Clock, CustomerSource, Ids } from '../../ports.ts';
import type { Lease } from '../lease/lease.ts';
import type { ChunkState } from '../model/chunk.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { Control } from '../model/control.ts';
import type { BudgetStore, CapStore, ChunkStore, ReceiptStore, Senders, ShardStore } from '../model/ports.ts';
import type { SendResult } from '../model/sender.ts';
import type { WorkSettings } from '../model/settings.ts';
import type { Gate } from '../pace/gate.ts';
import type { Limiter } from '../pace/limiter.ts';
import type { Pacer } from '../pace/pacer.ts';
import type { PlannedAddresses } from '../plan/planned-addresses.ts';
import type { Prepared } from './prepare-chunk.ts';
import type { PresentPrices } from './present-prices.ts';
import type { Blocked } from './weigh-answers.ts';

export type AttemptDeps = {
  readonly customers: CustomerSource;
  readonly addresses: AddressStore;
  readonly chunks: ChunkStore;
  readonly shards: Pick<ShardStore, 'list'>;
  readonly receipts: ReceiptStore;
  readonly caps: CapStore;
  readonly budgets: Pick<BudgetStore, 'pay'>;
  readonly senders: Senders;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: WorkSettings;
};

export type ChunkWork<Stop extends string> = {
  readonly job: CompiledJob;
  readonly lease: Lease;
  readonly planned: PlannedAddresses;
  readonly pacer: Pacer;
  readonly limiterOf: (stepIndex: number) => Limiter;
  /** One at a time asks whether to go on and claims: a stop lets at most one more chunk of a shard begin. */
  readonly gate: Gate;
  readonly control: Control<Stop>;
  readonly deadline: number;
  /** Those that operators have set, as they are now. */
  readonly frequencyCaps: () => readonly FrequencyCap[];
  /** Asked of jobs that have a budget. */
  readonly prices: PresentPrices;
};

/** A chunk of which everybody has an outcome. */
export type Settled = {
  readonly kind: 'SETTLED';
  readonly results: readonly RecipientResult[];
  /** The results that the shard's totals contain until now. */
  readonly before: readonly RecipientResult[];
  /** What this attempt sent, for those who watch, and whose address turned out to be dead. */
  readonly sent?: Sent;
};

export type AttemptOutcome<Stop extends string> =
  | Settled
  /** `blocked`: nothing more of the job can be sent for now. */
  | { readonly kind: 'AGAIN'; readonly state: ChunkState; readonly sent?: Sent; readonly blocked?: Blocked }
  /**
   * A rate has no room before `until` (milliseconds since the epoch), or whoever is left is held until then; nothing was
   * written.
   */
  | { readonly kind: 'LATER'; readonly until: number; readonly isHeld?: true }
  | { readonly kind: 'STOPPED'; readonly why: Stop | 'OUT_OF_TIME' };

export type Sent = { readonly prepared: Prepared; readonly answers: readonly SendResult[] };
