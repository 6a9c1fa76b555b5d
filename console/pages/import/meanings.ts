import { guessColumn } from '../../../src/import-reader/guess-column.ts';
import { targetOf } from '../../../src/import-reader/map-columns.ts';

/** What a column can be said to mean, besides an attribute or a number of any name, and how that is called. */
export const MEANINGS = [
  { value: 'User.UserId', word: 'meaning.userId' },
  { value: 'EMAIL', word: 'meaning.email' },
  { value: 'SMS', word: 'meaning.sms' },
  { value: 'GCM', word: 'meaning.android' },
  { value: 'APNS', word: 'meaning.iphone' },
  { value: 'User.UserAttributes.AdConsent.PUSH', word: 'meaning.consentPush' },
  { value: 'User.UserAttributes.AdConsent.EMAIL', word: 'meaning.consentEmail' },
  { value: 'User.UserAttributes.AdConsent.SMS', word: 'meaning.consentSms' },
  { value: 'Location.City', word: 'meaning.city' },
  { value: 'Location.Country', word: 'meaning.country' },
  { value: 'Demographic.Timezone', word: 'meaning.timezone' },
  { value: 'OptOut', word: 'meaning.optOut' },
  { value: '-', word: 'meaning.none' },
] as const;

/** The meaning of a column as it is chosen: a fixed one, or a value under a name. */
export const ATTRIBUTE = 'User.UserAttributes.';

/** A number under a name. */
export const METRIC = 'Metrics.';

/** What each title means before somebody says otherwise; what is not known is kept as an attribute of its own name. */
export function guessMeanings(titles: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(titles.map((title) => [title, guessColumn(title) ?? attributeOf(title)]));
}

/** A title that no attribute can have is left out. */
function attributeOf(title: string): string {
  const named = `${ATTRIBUTE}${title.replaceAll(/\s+/g, '')}`;
  return title !== '' && targetOf(named) !== null ? named : '-';
}
