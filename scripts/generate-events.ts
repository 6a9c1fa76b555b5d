import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { shoppers } from '../test/insight/shoppers.ts';

/**
 * Writes the events of a shop's customers as lines that `recordEvents` takes:
 * `npm run generate:events -- --people 1000 --days 30 --first 2026-11-01 --seed 7 > events.ndjson`.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    days: { type: 'string', default: '7' },
    first: { type: 'string', default: '2026-11-01' },
    seed: { type: 'string', default: '1' },
  },
});
const asked = {
  seed: Number(values.seed),
  people: Number(values.people),
  days: Number(values.days),
  firstDay: values.first,
};
for (const { customer, eventId, name, at, category, coupon, amountKrw } of shoppers(asked)) {
  const line = JSON.stringify({
    eventId,
    customerId: customer,
    name,
    occurredAt: new Date(at).toISOString(),
    attributes: { ...(category === null ? {} : { category }), ...(coupon === null ? {} : { coupon }) },
    metrics: amountKrw === null ? {} : { amountKrw },
  });
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
