/** The part of `crypto` that ids are made with; `randomUUID` is there in secure contexts alone, this one everywhere. */
export interface RandomSource {
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): unknown;
}

/**
 * The platform's own source of random bytes. Throws where there is none, as in React Native without a polyfill: ids that
 * two phones may both have would make events disappear, so that nothing else will do.
 */
export function randomSource(given: unknown): RandomSource {
  if (isRandomSource(given)) return given;
  throw new Error(
    'Events need crypto.getRandomValues, which this platform does not have. In React Native, install ' +
      "react-native-get-random-values and import it before anything else: import 'react-native-get-random-values'.",
  );
}

function isRandomSource(value: unknown): value is RandomSource {
  return (
    typeof value === 'object' &&
    value !== null &&
    'getRandomValues' in value &&
    typeof value.getRandomValues === 'function'
  );
}

/** 128 random bits in hexadecimal: no two events of anybody have the same. */
export function newEventId(source: RandomSource): string {
  const bytes = new Uint8Array(16);
  source.getRandomValues(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
