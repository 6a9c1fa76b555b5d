import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, mergeEndpoint, newCustomer, parseImportLine } from '../../../src/domain/customer/index.ts';
import { CASES, NOW, endpoint } from './arbitraries.ts';

const field = fc.oneof(fc.jsonValue(), fc.constantFrom('GCM', 'EMAIL', 'ACTIVE', '2026-01-01', { UserId: 'u' }));
const line = fc.record(
  {
    Id: fc.oneof(fc.constant('e'), field),
    Address: fc.oneof(fc.constant('a'), field),
    ChannelType: fc.oneof(fc.constant('GCM'), field),
    EffectiveDate: fc.oneof(fc.constant('2026-01-01'), field),
    Attributes: field,
    Metrics: field,
    Demographic: field,
    Location: field,
    User: field,
  },
  { requiredKeys: [] },
);

describe('the import', () => {
  it('answers any line with an endpoint that can be applied twice, or a refusal, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          line.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const parsed = parseImportLine(text);
          if (!parsed.ok) {
            expect(parsed.error.message).not.toBe('');
            return;
          }
          const { change } = parsed;
          const once = applyChange(newCustomer(change.customerId), change, { now: NOW });
          if (!once.ok) {
            expect(once.error.code).toBe('MISSING_FIELD');
            return;
          }
          const twice = applyChange(once.customer, change, { now: NOW + 1 });
          expect(twice).toMatchObject({ ok: true, customer: once.customer, changed: false });
        },
      ),
      { numRuns: CASES },
    );
  });

  it('keeps at most 15 active endpoints and each id once, whatever arrives', () => {
    fc.assert(
      fc.property(fc.array(endpoint, { maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (all, ids) => {
        let customer = newCustomer('c');
        for (const [index, next] of all.entries()) {
          const outcome = mergeEndpoint(customer, { ...next, id: `e${index % ids}` });
          if (outcome.ok) customer = outcome.customer;
        }
        expect(customer.endpoints.filter(({ status }) => status === 'ACTIVE').length).toBeLessThanOrEqual(15);
        expect(new Set(customer.endpoints.map(({ id }) => id)).size).toBe(customer.endpoints.length);
        expect(customer.endpoints.length).toBeLessThanOrEqual(30);
      }),
      { numRuns: Math.ceil(CASES / 5) },
    );
  });
});
