const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Zones come from price rows that somebody saved; the cache must not grow with bad ones. */
const MAX_CACHED = 200;

function formatFor(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  if (formats.size >= MAX_CACHED) formats.clear();
  let format: Intl.DateTimeFormat | null = null;
  try {
    // Newer engines also take '+09:00'; a zone must mean the same on every runtime, so only names count.
    if (/^[A-Za-z]/.test(zone)) {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        year: 'numeric',
        month: '2-digit',
        calendar: 'iso8601',
      });
    }
  } catch {
    // RangeError is how Intl says that it does not know the zone.
  }
  formats.set(zone, format);
  return format;
}

/** Whether a billing month can be told in a zone. */
export function isBillingZone(zone: string): boolean {
  return formatFor(zone) !== null;
}

/** The month in which something is billed, as `2026-11`, in the zone of whoever bills; throws for a zone nobody knows. */
export function billingMonthOf(at: number, zone: string): string {
  if (zone === 'UTC') return new Date(at).toISOString().slice(0, 7);
  const format = formatFor(zone);
  if (format === null) throw new RangeError(`There is no time zone ${JSON.stringify(zone)}.`);
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = value;
  return `${parts['year'] ?? ''}-${parts['month'] ?? ''}`;
}
