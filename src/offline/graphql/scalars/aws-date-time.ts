import { isCalendarDay, isTimeOfDay, OFFSET, YEAR } from './calendar.ts';
import { stringScalar } from './string-scalar.ts';

const FORM = new RegExp(`^${YEAR}-(\\d{2})-(\\d{2})T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?${OFFSET}$`);

/** ISO 8601 with a mandatory offset. Seconds may be missing, as AppSync allows (amplify-category-api #1856). */
export const AWSDateTime = stringScalar('AWSDateTime', 'a valid DateTime Object', (text) => {
  const match = FORM.exec(text);
  if (match === null) return false;
  const [, year, month, day, hour, minute, second] = match;
  return (
    isCalendarDay(Number(year), Number(month), Number(day)) &&
    isTimeOfDay(Number(hour), Number(minute), Number(second ?? 0))
  );
});
