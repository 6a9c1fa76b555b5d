import type { GoesOn, InDoubtPolicy } from '../../../domain/campaign/index.ts';
import type { UnitPrice } from '../../../domain/cost/index.ts';
import type { Destination } from '../../../domain/destination/index.ts';
import type { Channel } from '../../../domain/customer/index.ts';
import type { RetryKind, SendPlan } from '../../../domain/send-job/index.ts';
import type { CompiledTemplate } from '../../../domain/template/index.ts';
import type { CampaignTrigger } from '../../../domain/trigger/index.ts';
import type { DirectSend } from './direct-send.ts';
import type { JobEntries } from './job-spec.ts';
import type { SendContext } from './sender.ts';

/** Whose people a later wave is for; a wave for the rest takes those who wait for the look, and nobody else. */
export type FollowedWave = {
  readonly jobId: string;
  readonly goesOn: readonly GoesOn[];
  readonly isRest?: true;
  /** Where the wave before was for the rest: the job of those on whom the treatments were tried. */
  readonly trialJobId?: string;
};

/** A job ready to be worked: its segment and templates compiled once, used for every customer. */
export type CompiledJob = {
  readonly id: string;
  readonly shardCount: number;
  readonly plannedAt: number;
  /** Whose budget it spends from: its run, and which wave of it this is; absent: of a job without a run. */
  readonly run?: { readonly id: string; readonly wave: number };
  /** The wave before, whose people this one is for, and who of them goes on; absent: a segment or a call. */
  readonly follows?: FollowedWave;
  readonly plan: SendPlan;
  /** In the order of the plan's. */
  readonly steps: readonly {
    readonly channel: Channel;
    /** What kind of goods its words advertise. */
    readonly goods?: string;
    readonly render: CompiledTemplate['render'];
    /** Of a CUSTOM step that names one, as it was when the job was planned. */
    readonly destination?: Destination;
    /** What a unit costs; null where no price was known when the job was planned. */
    readonly price: UnitPrice | null;
  }[];
  /** Whom the present round is for; absent in the first, which is for everybody. */
  readonly retry?: RetryKind;
  readonly inDoubtPolicy: InDoubtPolicy;
  /** Of the whole job; undefined: as fast as the provider takes it. */
  readonly messagesPerSecond: number | undefined;
  /** Of a campaign that events open: for whom, how often the event opens it, and how long after it it is of use. */
  readonly entries?: JobEntries & { readonly campaignId: string; readonly trigger: CampaignTrigger };
  /** Recipients and values of a call. */
  readonly direct?: DirectSend;
  readonly context: SendContext;
};
