import type { ItemChange } from './item-change.ts';
import { plainBytesAtMost } from './plain-values.ts';

/** More than a function's reader is behind while it is well. */
const MAX_CHANGES = 2_000;
const MAX_BYTES = 16 * 1024 * 1024;

export interface RecentChanges {
  /** A change that was written. They come to an end in another order than they have. */
  keep(change: ItemChange): void;
  /** Changes behind a place and before an end; undefined: not all of them are remembered. */
  read(place: number, end: number, max: number): readonly ItemChange[] | undefined;
}

/**
 * The latest changes of a table, kept in memory beside the store: read from here, one need not be parsed and checked anew.
 * The items are those that the store was given, and nobody writes into one. `written`: the last change of before.
 */
export function recentChanges(written: number): RecentChanges {
  const kept = new Map<number, { readonly change: ItemChange; readonly bytes: number }>();
  let bytes = 0;
  /** All behind it are remembered. */
  let after = written;

  function forget(upTo: number): void {
    after = Math.max(after, upTo);
    for (const [sequence, one] of kept) {
      if (sequence > after) continue;
      kept.delete(sequence);
      bytes -= one.bytes;
    }
  }

  return {
    keep(change) {
      const { sequence, oldImage = {}, newImage = {} } = change;
      if (sequence <= after) return;
      const own = plainBytesAtMost(oldImage) + plainBytesAtMost(newImage);
      // What has sets or binaries is of unknown size.
      if (!(own <= MAX_BYTES)) return forget(sequence);
      kept.set(sequence, { change, bytes: own });
      bytes += own;
      if (kept.size > MAX_CHANGES) forget(sequence - MAX_CHANGES / 2);
      if (bytes > MAX_BYTES) forget(sequence);
    },
    read(place, end, max) {
      if (place < after) return undefined;
      const found: ItemChange[] = [];
      for (let sequence = place + 1; sequence < end && found.length < max; sequence += 1) {
        const one = kept.get(sequence);
        // A number without a change: the disk refused it.
        if (one !== undefined) found.push(one.change);
      }
      return found;
    },
  };
}
