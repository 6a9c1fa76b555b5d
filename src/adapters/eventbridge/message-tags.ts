import { parseMessageRef, type MessageRef } from '../../domain/send-job/index.ts';

const NAMES = ['jobId', 'shard', 'chunk', 'place'] as const;

/** What the tags (or the context) of a message say: whose it is, and where it stands. */
export type TaggedMessage =
  { readonly kind: 'OURS'; readonly ref: MessageRef } | { readonly kind: 'FOREIGN' } | { readonly kind: 'MALFORMED' };

/**
 * Reads the reference of a message from its tags. A message is ours when it carries all four: other mail of the company
 * may well have a tag called `jobId` for a reason of its own.
 */
export function readMessageTags(tags: unknown, valueOf: (tag: unknown) => unknown): TaggedMessage {
  if (typeof tags !== 'object' || tags === null) return { kind: 'FOREIGN' };
  const texts: string[] = [];
  let isReadable = true;
  for (const name of NAMES) {
    if (!Object.hasOwn(tags, name)) return { kind: 'FOREIGN' };
    const value = valueOf(Reflect.get(tags, name));
    if (typeof value === 'string') texts.push(value);
    else isReadable = false;
  }
  const ref = isReadable ? parseMessageRef(texts.join('.')) : null;
  return ref === null ? { kind: 'MALFORMED' } : { kind: 'OURS', ref };
}
