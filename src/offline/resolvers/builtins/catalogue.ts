import { callerUtil } from './caller.ts';
import { checkUtil } from './checks.ts';
import { dynamodbUtil } from './dynamodb.ts';
import { errorUtil } from './errors.ts';
import { httpUtil } from './http.ts';
import { idUtil } from './ids.ts';
import { jsonUtil } from './json.ts';
import { listUtil } from './list.ts';
import { mapUtil } from './map.ts';
import { mathUtil } from './math.ts';
import type { UtilCatalogue } from './run.ts';
import { strUtil } from './str.ts';
import { textUtil } from './text.ts';
import { timeUtil } from './time.ts';
import { transformUtil } from './transform.ts';
import { unsupportedUtil } from './unsupported.ts';

/** Every `util` operation of both languages. */
export const utilCatalogue: UtilCatalogue = {
  ...jsonUtil,
  ...errorUtil,
  ...checkUtil,
  ...textUtil,
  ...idUtil,
  ...callerUtil,
  ...timeUtil,
  ...dynamodbUtil,
  ...transformUtil,
  ...mapUtil,
  ...listUtil,
  ...strUtil,
  ...mathUtil,
  ...httpUtil,
  ...unsupportedUtil,
};
