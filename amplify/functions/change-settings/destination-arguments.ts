import * as z from 'zod';
import { CHANNEL_TYPES } from '../../../src/domain/customer/index.ts';
import {
  CHARSETS,
  DESTINATION_KINDS,
  FALLBACK_OWNERS,
  type Destination,
} from '../../../src/domain/destination/index.ts';
import { withoutNulls } from '../edge/without-nulls.ts';

const count = z.int().exactOptional();

/** A destination as it is saved: what is left out is as usual for its kind. */
export const DESTINATION = z.preprocess(
  withoutNulls,
  z.strictObject({
    name: z.string(),
    kind: z.enum(DESTINATION_KINDS),
    functionArn: z.string().exactOptional(),
    url: z.string().exactOptional(),
    secretParameter: z.string().exactOptional(),
    charset: z.enum(CHARSETS).exactOptional(),
    messages: z
      .array(
        z.preprocess(
          withoutNulls,
          z.strictObject({ kind: z.string(), most: count, mostOfSubject: count, finalAfterHours: count }),
        ),
      )
      .exactOptional(),
    endpointTypes: z.array(z.enum(CHANNEL_TYPES)).exactOptional(),
    replacements: z.array(z.strictObject({ from: z.string(), to: z.string() })).exactOptional(),
    window: z.strictObject({ opens: z.string(), closes: z.string(), zone: z.string() }).exactOptional(),
    fallback: z.enum(FALLBACK_OWNERS).exactOptional(),
  }),
);

/** A destination as it is read: the fields that it is saved with. */
export function showDestination({ receiver, ...destination }: Destination) {
  if (receiver === undefined) return destination;
  const { kind: _kind, ...where } = receiver;
  return { ...destination, ...where };
}
