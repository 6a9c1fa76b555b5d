import type { Refused } from '../../result.ts';
import type { CustomerChange } from '../customer-change.ts';
import type { FieldErrorCode } from './read-fields.ts';

/** What a line says of a customer, or the first thing that is wrong with it. */
export type ParsedChange =
  | {
      readonly ok: true;
      readonly change: CustomerChange;
      /** A sentence on the fields that nobody reads, and where they stand. */
      readonly unread?: string;
    }
  | Refused<FieldErrorCode>;
