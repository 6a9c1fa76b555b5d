import {
  isSettled,
  type ExclusionReason,
  type Recipient,
  type RecipientResult,
} from '../../../domain/send-job/index.ts';
import type { Shard } from './shard.ts';

/** Up to 100 recipients of one campaign step: the unit of one provider call. Written once, when planned. */
export type Chunk = { readonly number: number; readonly recipients: readonly Recipient[] };

/** The campaign step of a chunk: planning never mixes two. */
export function stepOf(chunk: Chunk): number {
  return chunk.recipients[0]?.stepIndex ?? 0;
}

/** A stored item that somebody edited or that is damaged: its number is known, and nothing else. */
export type Unreadable = { readonly number: number; readonly isUnreadable: true };

/** Whether an entry is a damaged one. */
export function isUnreadable(entry: object): entry is Unreadable {
  return 'isUnreadable' in entry;
}

/** The customers of one scan page who are excluded for a reason worth listing. */
export type ExcludedList = {
  readonly number: number;
  readonly customerIds: { readonly [R in ExclusionReason]?: readonly string[] };
};

/** Where the planning of one page left its customers: in these chunks, and in the excluded list of its own number. */
export type PlanPage = {
  /** The page's, and that of its excluded list. */
  readonly number: number;
  readonly firstChunk: number;
  readonly chunkCount: number;
};

/** A page together with everybody in it, so that one customer can be found without reading the others' chunks. */
export type PlanLookup = PlanPage & {
  readonly customerIds: readonly string[];
  /** Of the addresses that the page sends to. */
  readonly addressDigests: readonly number[];
};

/** What the planning of one page writes. */
export type PlannedPage = {
  readonly chunks: readonly Chunk[];
  readonly excluded: ExcludedList | null;
  /** Absent where one chunk and one list are all there is. */
  readonly lookup?: PlanLookup;
};

export const CHUNK_PHASES = ['CLAIMED', 'WAITING', 'RECORDED'] as const;

/** CLAIMED: a provider call may be in flight. WAITING: none is, some recipients are to be tried again. */
export type ChunkPhase = (typeof CHUNK_PHASES)[number];

/**
 * Who wrote a chunk's state, and in which attempt (it goes up with each claim, and with each wait without one); the next
 * write must name it.
 */
export type ChunkFence = { readonly epoch: number; readonly attempt: number; readonly phase: ChunkPhase };

/** What became of a chunk so far; a chunk without a state is PLANNED. */
export type ChunkState = ChunkFence & {
  readonly number: number;
  /** In the order of the chunk's recipients; those not settled are CLAIMED or PLANNED. */
  readonly results: readonly RecipientResult[];
  /**
   * By place: how often the provider said "try again" of this recipient, or its claim was lost with its owner. What is
   * proven not to have been sent because the provider is busy or away uses up none. Absent at the end: none.
   */
  readonly tries: readonly number[];
  /** Attempts in a row after which nobody was settled: the next one waits longer. */
  readonly stalls: number;
  /** Not before this time. */
  readonly retryAt: number;
  /** All recipients of a chunk are of one step. */
  readonly stepIndex: number;
  /** The shard's round in which this was written. */
  readonly round: number;
  /** In a later round: the results that the shard's totals contain until the cursor passes this chunk. */
  readonly before?: readonly RecipientResult[];
  /** What providers bill for it, over all rounds; absent: nothing, or it was sent before this was kept. */
  readonly charges?: readonly Charge[];
};

/** Messages of a chunk that one call handed over, billed alike. */
export type Charge = {
  /** When the call began, in milliseconds since the epoch: the price row and the month of then hold. */
  readonly at: number;
  /** The item of the price row, such as `push` or `custom:reseller:LMS`. */
  readonly item: string;
  /** Of each message. */
  readonly units: number;
  /** Whose they are, by their place in the chunk. */
  readonly places: readonly number[];
  /** The provider did not say whether it took them. */
  readonly isDoubtful?: true;
};

const NONE: readonly RecipientResult[] = [];

/**
 * The results of a chunk that its shard's totals contain just now, `ahead` not among them. Somebody may have begun another
 * round since the shard was read.
 */
export function countedResults(shard: Pick<Shard, 'round' | 'cursor'>, state: ChunkState): readonly RecipientResult[] {
  const isContained = state.round === shard.round ? state.number < shard.cursor : state.round < shard.round;
  return isContained ? state.results : (state.before ?? NONE);
}

/** What is known of a chunk while its shard has not passed it: whoever has no outcome in this round yet has that of before. */
export function shownResults({
  results,
  before = NONE,
}: Pick<ChunkState, 'results' | 'before'>): readonly RecipientResult[] {
  return results.map((result, place) => (isSettled(result) ? result : (before[place] ?? result)));
}
