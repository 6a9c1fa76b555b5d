/** Where the recipient of a message stands in a send job. It travels with the message, so that receipts find back. */
export type MessageRef = {
  readonly jobId: string;
  readonly shard: number;
  readonly chunk: number;
  /** Index within the chunk's recipients. */
  readonly place: number;
};

const REF = /^([\w-]{1,128})\.(\d{1,5})\.(\d{1,9})\.(\d{1,3})$/;

/** The text form `job.shard.chunk.place`, which a push message carries. */
export function formatMessageRef({ jobId, shard, chunk, place }: MessageRef): string {
  return `${jobId}.${shard}.${chunk}.${place}`;
}

const SIGNED = /^([^.]{1,128}(?:\.\d{1,9}){3})\.([\w-]{1,64})$/;

/** A reference as an unsubscribe link carries it, `job.shard.chunk.place.signature`; null for a text that is none. */
export function parseSignedRef(text: string): { readonly ref: MessageRef; readonly signature: string } | null {
  const [, words = '', signature = ''] = SIGNED.exec(text) ?? [];
  const ref = parseMessageRef(words);
  return ref === null ? null : { ref, signature };
}

/** The inverse of `formatMessageRef`; null for a text that is none. */
export function parseMessageRef(text: string): MessageRef | null {
  const match = REF.exec(text);
  if (match?.[1] === undefined) return null;
  return { jobId: match[1], shard: Number(match[2]), chunk: Number(match[3]), place: Number(match[4]) };
}
