/** Whether to go on with the shard; asked before every step, so that a stopped job stops within one. */
export type Control<Stop extends string> = () => Promise<'GO_ON' | Stop>;
