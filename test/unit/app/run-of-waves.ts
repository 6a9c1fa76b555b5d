import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { sweepJobs, type SendResult } from '../../../src/app/delivery/index.ts';
import { runProgress } from '../../../src/app/run/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import type { Campaign, CampaignStep, GoesOn } from '../../../src/domain/campaign/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

export const HOUR = 3_600_000;

/** Customer number N has the device `token-N`; nobody has anything else. */
export function people(count: number): Customer[] {
  return Array.from({ length: count }, (_, index) => ({
    ...newCustomer(`customer-${index}`),
    endpoints: [anEndpoint({ id: `endpoint-${index}`, address: `token-${index}` })],
  }));
}

type Options = {
  readonly waits?: readonly (readonly [minutes: number, goesOn: readonly GoesOn[]])[];
  readonly limits?: Partial<Campaign>;
  readonly customers?: readonly Customer[];
  readonly answer?: (address: string) => SendResult;
  readonly priceKrw?: number;
};

/** A campaign of push waves, planned and launched, with a clock that is moved. */
export async function start({
  waits = [[60, ['NOT_OPENED', 'NOT_REACHABLE', 'NOT_ACTIVE']]],
  limits = {},
  customers = people(6),
  answer = () => ACCEPTED,
  priceKrw = 1,
}: Options = {}) {
  const app = createMemoryApp(customers, ({ address }) => answer(address));
  const { deps } = app;
  const price = {
    item: 'push',
    currency: 'KRW',
    micros: priceKrw * 1_000_000,
    per: 1,
    freeUnits: 0,
    validFrom: 0,
    source: '계약',
  };
  await deps.prices.put({ prices: [price], rates: [] }, 0, ACTOR);
  const templateOf = async (title: string) =>
    unwrap(
      await saveTemplate(deps, {
        actor: ACTOR,
        name: title,
        messageClass: 'TRANSACTIONAL',
        content: { channel: 'PUSH', title, body: '{{User.UserId}} 님' },
      }),
    ).template.id;
  const steps: CampaignStep[] = [{ channel: 'PUSH', templateId: await templateOf('1차') }];
  for (const [index, [waitMinutes, goesOn]] of waits.entries()) {
    steps.push({ channel: 'PUSH', templateId: await templateOf(`${index + 2}차`), waitMinutes, goesOn });
  }
  const definition = { include: 'ALL', groups: [] };
  const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: '모두', definition }));
  const input = { name: '겨울', segmentId: segment.id, messageClass: 'TRANSACTIONAL', steps, ...limits } as const;
  const { campaign } = unwrap(await saveCampaign(deps, { actor: ACTOR, input }));
  const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId: campaign.id }));
  const runId = job.id;
  await app.work();
  /** The minute bell, and whatever it rings for. */
  const pass = async (milliseconds: number): Promise<void> => {
    app.clock.advance(milliseconds);
    for (let times = 0; times < 3; times += 1) {
      await sweepJobs(deps);
      await app.work();
    }
  };
  const launch = async (): Promise<void> => {
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: runId }));
    await pass(0);
  };
  const sentTo = (wave: number): string[] =>
    app.sender.outbox
      .filter(({ ref }) => ref.jobId === (wave === 0 ? runId : `${runId}-w${wave}`))
      .map(({ customer }) => customer.id)
      .sort();
  const progress = async () => unwrap(await runProgress(deps, { runId }));
  const change = async (id: string, edit: (customer: Customer) => Customer): Promise<void> => {
    const stored = (await deps.customerStore.getMany([id])).get(id);
    if (stored === undefined) throw new Error(`There is no ${id}.`);
    await deps.customerStore.put(edit(stored.value), stored.revision);
  };
  return { ...app, campaign, runId, pass, launch, sentTo, progress, change };
}
