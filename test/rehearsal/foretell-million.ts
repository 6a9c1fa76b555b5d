import { saveCampaign } from '../../src/app/campaign/index.ts';
import { forecastRun } from '../../src/app/forecast/index.ts';
import type { CustomerSource } from '../../src/app/ports.ts';
import { saveSegment } from '../../src/app/segment/index.ts';
import { saveTemplate } from '../../src/app/template/index.ts';
import { newCustomer, newEndpoint, type Customer } from '../../src/domain/customer/index.ts';
import { createRandom } from '../simulation/random.ts';
import { ACTOR, createMemoryApp, unwrap } from '../unit/app/memory-app.ts';

const DAY_MS = 86_400_000;
const PAGE = 500;

const WORDS = {
  PUSH: { channel: 'PUSH', title: '(광고) {{User.UserAttributes.Name}}님', body: '오늘만. 무료수신거부: 앱 설정' },
  EMAIL: {
    channel: 'EMAIL',
    subject: '(광고) {{User.UserAttributes.Name}}님',
    html: '<p>오늘만.</p><p>봉화몰 02-123-4567</p><p><a href="https://shop.example/u">무료수신거부</a></p>',
    from: 'news@example.com',
  },
  SMS: { channel: 'SMS', body: '(광고)봉화몰 02-123-4567 {{User.UserAttributes.Name}}님. 무료수신거부 080-000-0000' },
} as const;

/** Nobody's number is another's, and none is kept: a million of them would be the machine's memory and not the forecast. */
function createCustomers(count: number, agreedAt: number): CustomerSource {
  const ad = { state: 'GRANTED', at: agreedAt, source: 'app-signup' } as const;
  const consent = { PUSH: { ad }, EMAIL: { ad }, SMS: { ad } };
  const customerAt = (index: number): Customer => {
    const id = `m-${index}`;
    return {
      ...newCustomer(id),
      attributes: { Name: [index % 3 === 0 ? '남궁하나' : '김하나'] },
      consent,
      endpoints: [
        ...(index % 5 < 3 ? [newEndpoint('push', 'GCM', `device-${index}`)] : []),
        ...(index % 10 < 7 ? [newEndpoint('mail', 'EMAIL', `${id}@example.com`)] : []),
        ...(index % 10 < 9 ? [newEndpoint('phone', 'SMS', `+8210${String(10_000_000 + index)}`)] : []),
      ],
    };
  };
  return {
    scan: async (slice, slices, cursor) => {
      const from = cursor === null ? Math.ceil((slice * count) / slices) : Number(cursor);
      const end = Math.ceil(((slice + 1) * count) / slices);
      const to = Math.min(end, from + PAGE);
      const customers = Array.from({ length: to - from }, (_, place) => customerAt(from + place));
      return { customers, cursor: to < end ? String(to) : null };
    },
    getMany: async () => new Map(),
    estimateCount: async () => count,
  };
}

/** Rehearses a cascade for a million customers by the use case itself, over stores in memory; what it answers, and how soon. */
export async function foretellMillion(count: number) {
  const app = createMemoryApp([]);
  const customers = createCustomers(count, app.clock.now() - 30 * DAY_MS);
  const deps = { ...app.deps, customers, ids: { ...app.deps.ids, random: createRandom(11) } };
  const sms = { item: 'sms-part', currency: 'KRW', micros: 20_000_000, per: 1, freeUnits: 0, validFrom: 0 };
  await deps.prices.put({ prices: [{ ...sms, source: 'contract' }], rates: [] }, 0, ACTOR);
  const steps = [];
  for (const [channel, content] of Object.entries(WORDS)) {
    const saved = await saveTemplate(deps, { actor: ACTOR, name: channel, messageClass: 'AD', content });
    const { template } = unwrap(saved);
    const waits = { waitMinutes: 3 * 1_440, goesOn: ['NOT_OPENED', 'NOT_REACHABLE', 'NOT_ACTIVE'] } as const;
    steps.push({ channel: content.channel, templateId: template.id, ...(channel === 'PUSH' ? {} : waits) });
  }
  const definition = { include: 'ALL', groups: [] };
  const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: '모두', definition }));
  const input = { name: '윈백', segmentId: segment.id, messageClass: 'AD', steps, holdoutPercent: 10 } as const;
  const { campaign } = unwrap(await saveCampaign(deps, { actor: ACTOR, input }));
  const begin = performance.now();
  const forecast = unwrap(await forecastRun(deps, { campaignId: campaign.id }));
  const seconds = (performance.now() - begin) / 1_000;
  const { population, sampled, waves, krwMicros } = forecast;
  return { seconds, population, sampled, messages: waves.map(({ messages }) => messages), krwMicros };
}
