import { afterAll, beforeAll, describe, it } from 'vitest';
import * as z from 'zod';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { LOOKS, walkPages } from './walk-pages.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
let campaignId: string;
/** As other systems name customers and their devices: without a place to break a line. */
const LONG = 'x'.repeat(200);
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 40);
  // There is a report only of what was sent.
  await prepared.launchAndFinish();
  campaignId = (
    await prepared.session.call(
      'query Job($id: ID!) { getSendJob(id: $id) { campaignId } }',
      { id: prepared.jobId },
      z.object({ campaignId: z.string() }),
    )
  ).campaignId;
  const customer = {
    id: LONG,
    attributes: { Name: ['김서연'], [LONG.slice(0, 40)]: [LONG.slice(0, 100)] },
    endpoints: [{ id: 'long', channelType: 'GCM', address: LONG }],
  };
  await prepared.session.call(
    'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }',
    { customers: [JSON.stringify(customer)] },
    z.array(z.object({ outcome: z.literal('CREATED') })),
  );
}, 240_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

describe('every page of campaigns, people, costs, servers and settings', () => {
  it.each(LOOKS)(
    'in $language and $theme has nothing serious or critical for axe-core, and fits 1280 and 820 pixels',
    async (look) => {
      await walkPages(console_, look, [
        [`#/runs/${prepared.jobId}/report`, 'table'],
        ['#/customers', 'form'],
        ['#/customers?q=%EC%84%9C%EC%97%B0', 'table'],
        ['#/customers/m-1', 'table'],
        [`#/customers/${LONG}`, 'table'],
        ['#/insight', 'table'],
        ['#/costs', 'table'],
        ['#/costs?tab=prices', 'table'],
        ['#/settings', 'form, textarea'],
        ['#/servers', 'h1'],
        ['#/import', 'input[type=file]'],
        ['#/import?importId=prepared', '[data-import=accepted]'],
        ['#/calendar', 'table.calendar'],
        ['#/outbox', 'h1'],
        ['#/clock', '[data-clock]'],
        ['#/campaigns', 'table'],
        ['#/campaigns/new/edit', '[class*=wizard]'],
        [`#/campaigns/${campaignId}`, '[data-rule]'],
        ['#/templates', 'table'],
        [`#/templates/${prepared.templateId}`, '[data-price]'],
        ['#/segments', 'table'],
        ['#/segments/new', 'dl.outcome-counts'],
        [`#/runs/${prepared.jobId}?tab=activity`, '[role=tabpanel] ol'],
      ]);
    },
    400_000,
  );
});
