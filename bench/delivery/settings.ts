import { DEFAULT_WORK_SETTINGS } from '../../src/app/delivery/index.ts';

/** Shards that the one process works at the same time, each with its lanes. */
export const WORKERS = 2;

/** Provider calls under way at one time: what the peer is given as its concurrency. */
export const CONCURRENCY = WORKERS * DEFAULT_WORK_SETTINGS.lanes;

/** 6.4 million recipients in 7.04 million customers are 128 shards, as 6.4 million customers are by default. */
export const CUSTOMERS_PER_SHARD = 55_000;

/** Shards that are worked at the same time against the embedded store, which is one process on the same machine. */
export const EMBEDDED_WORKERS = 4;
