/** The most messages one customer gets from a campaign, over all its jobs, in 24 hours and ever (as in Pinpoint). */
export type MessageCaps = { readonly daily?: number; readonly total?: number };

/** When a customer was sent to by which job: job id to milliseconds since the epoch. */
export type SendHistory = Readonly<Record<string, number>>;

const DAY = 86_400_000;

/** Whether a job may send to a customer with this history; a job that is in it already has had its turn counted. */
export function isWithinCaps(caps: MessageCaps, history: SendHistory, jobId: string, now: number): boolean {
  if (Object.hasOwn(history, jobId)) return true;
  const times = Object.values(history);
  if (caps.total !== undefined && times.length >= caps.total) return false;
  return caps.daily === undefined || times.filter((at) => now - at < DAY).length < caps.daily;
}
