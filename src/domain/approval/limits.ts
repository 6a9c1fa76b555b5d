/** From how many recipients, or how many won, on somebody else than the author approves; absent: never. */
export type ApprovalLimits = { readonly recipients?: number; readonly krw?: number };

const MAX_LIMIT = 1_000_000_000;

/** What is wrong with limits, or null. */
export function checkApprovalLimits(limits: ApprovalLimits = {}): string | null {
  for (const name of ['recipients', 'krw'] as const) {
    const limit = limits[name];
    if (limit === undefined || (Number.isInteger(limit) && limit >= 0 && limit <= MAX_LIMIT)) continue;
    return `approval.${name}: must be a whole number from 0 to ${MAX_LIMIT}.`;
  }
  return null;
}

/** Whether a run is so large that somebody else must approve it. What costs nobody knows how much is large. */
export function needsApproval(
  { recipients, krw }: ApprovalLimits,
  size: { readonly recipients: number; readonly krwMicros: number | null },
): boolean {
  if (recipients !== undefined && size.recipients > recipients) return true;
  if (krw === undefined) return false;
  return size.krwMicros === null || size.krwMicros > krw * 1_000_000;
}
