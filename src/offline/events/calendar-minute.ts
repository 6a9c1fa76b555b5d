/** A minute as a wall clock in some time zone shows it. */
export interface CalendarMinute {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 1 (Sunday) to 7, as EventBridge counts. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly daysInMonth: number;
}

/** Reads the time of a zone; formatters are made once per zone because making one is slow. */
export function calendarOf(timezone: string): (milliseconds: number) => CalendarMinute {
  const format =
    timezone === 'UTC'
      ? undefined
      : new Intl.DateTimeFormat('en-US', {
          timeZone: timezone,
          hourCycle: 'h23',
          year: 'numeric',
          month: 'numeric',
          day: 'numeric',
          hour: 'numeric',
          minute: 'numeric',
        });
  return (milliseconds) => {
    let local = new Date(milliseconds);
    if (format !== undefined) {
      const parts = new Map(format.formatToParts(local).map((part) => [part.type, Number(part.value)]));
      const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
      local = new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')));
    }
    return {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      weekday: local.getUTCDay() + 1,
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
      daysInMonth: new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate(),
    };
  };
}
