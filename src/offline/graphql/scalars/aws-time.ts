import { isTimeOfDay, OFFSET } from './calendar.ts';
import { stringScalar } from './string-scalar.ts';

const FORM = new RegExp(`^(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?${OFFSET}?$`);

/** `hh:mm:ss.sss`, optionally with an offset; any number of fraction digits (amplify-js #7717). */
export const AWSTime = stringScalar('AWSTime', 'a valid time', (text) => {
  const match = FORM.exec(text);
  return match !== null && isTimeOfDay(Number(match[1]), Number(match[2]), Number(match[3] ?? 0));
});
