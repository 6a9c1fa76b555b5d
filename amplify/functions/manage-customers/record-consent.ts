import * as z from 'zod';
import { recordConsent } from '../../../src/app/customer/index.ts';
import { CONSENT_KINDS, CONSENT_STATES } from '../../../src/domain/consent/index.ts';
import { CHANNELS } from '../../../src/domain/customer/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { moment } from '../edge/moment.ts';
import { withoutNulls } from '../edge/without-nulls.ts';

type Deps = Parameters<typeof recordConsent>[0];

const statement = z.object({
  channel: z.enum(CHANNELS),
  kind: z.enum(CONSENT_KINDS),
  state: z.enum(CONSENT_STATES),
  source: z.string(),
  at: moment.exactOptional(),
  wording: z.string().exactOptional(),
});

const input = z.object({ customerId: idArgument, statements: z.array(z.preprocess(withoutNulls, statement)) });

export const recordConsentField = (deps: Deps): Field =>
  field(input, async (command, actor) => {
    const recorded = await recordConsent(deps, { ...command, actor });
    if (!recorded.ok) return recorded;
    const { consent, applied } = recorded;
    return { ok: true, value: { customerId: command.customerId, consent, applied } };
  });
