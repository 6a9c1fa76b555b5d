import { isCalendarDay, OFFSET, YEAR } from './calendar.ts';
import { stringScalar } from './string-scalar.ts';

const FORM = new RegExp(`^${YEAR}-(\\d{2})-(\\d{2})${OFFSET}?$`);

/** `YYYY-MM-DD`, optionally with an offset. https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const AWSDate = stringScalar('AWSDate', 'a valid date', (text) => {
  const match = FORM.exec(text);
  return match !== null && isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3]));
});
