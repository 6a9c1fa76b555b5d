import { onServerClock } from '../session/server-clock.ts';
import type { Language } from '../words/language.ts';

/** Every time is Korean: what is scheduled, counted and forbidden by the clock is so there. */
const ZONE = 'Asia/Seoul';

function parts(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', { timeZone: ZONE, ...options });
}

/** A Korean day in words, with its year where it is another one: two moments a year apart would read the same. */
function dayInWords(at: string | number, language: Language, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(at);
  const day = parts(language, { month: 'long', day: 'numeric', ...options }).format(date);
  if (dayOf(at).slice(0, 4) === dayOf(onServerClock(Date.now())).slice(0, 4)) return day;
  // Put to it by hand: asked for together with a year, runtimes write the weekday each in its own way.
  const year = parts(language, { year: 'numeric' }).format(date);
  return language === 'ko' ? `${year} ${day}` : `${day} ${year}`;
}

/** A moment in Korean time: `11월 28일 (금) 오후 3:05`, and `2025년 11월 28일 (금) 오후 3:05` of another year. */
export function dayTime(at: string | number, language: Language): string {
  const day = dayInWords(at, language, { weekday: 'short' });
  return `${day} ${parts(language, { hour: 'numeric', minute: '2-digit' }).format(new Date(at))}`;
}

/** The time of day in Korea, to the second. */
export function clockTime(at: string | number, language: Language): string {
  return parts(language, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(new Date(at));
}

/** A moment in Korean time to the second: `11월 28일 오후 3:05:09`. */
export function dayClockTime(at: string | number, language: Language): string {
  return `${dayInWords(at, language, {})} ${clockTime(at, language)}`;
}

/** Sweden writes days as ISO 8601 does. */
const ISO_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE });

/** The Korean day of a moment: `2026-11-28`. */
export function dayOf(at: string | number): string {
  return ISO_DAY.format(new Date(at));
}

/** A day from its beginning in Korea. */
export function beginningOf(day: string): string {
  return new Date(`${day}T00:00:00+09:00`).toISOString();
}

/** A length of time in its two largest units: `1 h 5 min` as numbers, to be put into a sentence. */
export function lengthOf(seconds: number): {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
} {
  const whole = Math.max(0, Math.round(seconds));
  return { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60), seconds: whole % 60 };
}

/** The time of day in Korea, to the minute. */
export function timeOfDay(at: string | number, language: Language): string {
  return parts(language, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));
}

/** A moment by the reader's own clock; null where that shows what Korean clocks show. */
export function timeHere(at: string | number, language: Language): string | null {
  const date = new Date(at);
  const shown: Intl.DateTimeFormatOptions = {
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  };
  const here = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', shown).format(date);
  return here === parts(language, shown).format(date) ? null : here;
}
