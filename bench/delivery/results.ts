import * as z from 'zod';
import { phaseSchema } from './phase.ts';

/** What each process of the bench prints. */
export const engineSchema = z.object({
  recipients: z.number(),
  customers: z.number(),
  shards: z.number(),
  calls: z.number(),
  planning: phaseSchema,
  sending: phaseSchema,
  /** Bytes. */
  memory: z.object({ resident: z.number(), withoutStore: z.number(), store: z.number() }),
});
export type EngineRun = z.infer<typeof engineSchema>;

export const drainSchema = phaseSchema.extend({ recipients: z.number(), resident: z.number() });

export type PeerRun = {
  readonly recipients: number;
  readonly drain: z.infer<typeof phaseSchema>;
  /** Of the server, while the batches were drained. */
  readonly redisCpuSeconds: number;
  /** Bytes. */
  readonly memory: { readonly worker: number; readonly redis: number };
};

const units = z.object({
  write: z.number(),
  read: z.number(),
  writeRequests: z.number(),
  readRequests: z.number(),
});
export const embeddedSchema = z.object({
  recipients: z.number(),
  planning: phaseSchema,
  sending: phaseSchema,
  /** The same recipients by bare calls of the same store. */
  bare: phaseSchema,
  usage: z.object({ sqs: z.number(), provider: z.number(), publish: z.number(), planning: units, sending: units }),
});
export type EmbeddedRun = z.infer<typeof embeddedSchema>;

/** Read and write units that DynamoDB takes for one receipt, its part in counting the job included. */
export const receiptSchema = z.object({
  sizes: z.array(z.object({ recipients: z.number(), alone: z.number(), together: z.number() })),
});
export type ReceiptRun = z.infer<typeof receiptSchema>;

export const sandboxSchema = z.object({ recipients: z.number(), planning: phaseSchema, sending: phaseSchema });
export type SandboxRun = z.infer<typeof sandboxSchema>;

export type Results = {
  /** A tenth of the recipients, and all of them. */
  readonly tenth: EngineRun;
  readonly full: EngineRun;
  readonly peer: PeerRun;
  readonly embedded: EmbeddedRun;
  readonly sandbox: SandboxRun;
  readonly receipts: ReceiptRun;
};
