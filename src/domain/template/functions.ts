import { DATE_FUNCTIONS } from './date-functions.ts';
import { ENCODING_FUNCTIONS } from './encoding-functions.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import type { TemplateFunction } from './template-function.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';

/** Pinpoint's helper set, without the conditions and the blocks. */
export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([
  ...TEXT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...ENCODING_FUNCTIONS,
]);
