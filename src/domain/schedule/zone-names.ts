/**
 * The names of the IANA time zone database that are not written Area/Place, lower-cased. Whatever else has no slash is an
 * abbreviation, and those mean several places: ICU reads `BST` as Bangladesh and `IST` as India.
 */
const WITHOUT_AREA = new Set(
  (
    'cet cst6cdt cuba eet egypt eire est est5edt gb gb-eire gmt gmt+0 gmt-0 gmt0 greenwich hongkong hst iceland iran ' +
    'israel jamaica japan kwajalein libya met mst mst7mdt navajo nz nz-chat poland portugal prc pst8pdt roc rok ' +
    'singapore turkey uct utc universal w-su wet zulu'
  ).split(' '),
);

/**
 * The Intl formatter of a zone that the IANA database names, in whatever case and links included, or null. Runtimes know
 * more (ICU's abbreviations and `SystemV/`, newer ones `+09:00`); a zone must mean the same on each of them.
 */
export function zoneFormat(name: string): Intl.DateTimeFormat | null {
  const lower = name.toLowerCase();
  if (!(lower.includes('/') ? /^[a-z]/.test(lower) && !lower.startsWith('systemv/') : WITHOUT_AREA.has(lower))) {
    return null;
  }
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // RangeError is how Intl says that it does not know the zone.
    return null;
  }
}
