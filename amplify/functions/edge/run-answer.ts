import type { Run } from '../../../src/domain/run/index.ts';

function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

/** A run as GraphQL shows it. */
export function runAnswer({ waveAt, createdAt, endedAt, seq: _, orders: __, ...run }: Run): Record<string, unknown> {
  return { ...run, waveAt: isoTime(waveAt), createdAt: isoTime(createdAt), endedAt: isoTime(endedAt) };
}
