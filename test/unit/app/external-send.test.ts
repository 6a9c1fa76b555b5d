import { describe, expect, it } from 'vitest';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { launchCampaign, readOwnJob, sendMessages } from '../../../src/app/external-send/index.ts';
import { retryFailed } from '../../../src/app/send-job/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import type { ApiClient } from '../../../src/domain/api-client/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import { createCallDeps } from './call-deps.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const CLIENT: ApiClient = {
  id: 'shop',
  name: '주문 서버',
  isActive: true,
  cidrs: ['203.0.113.0/24'],
  operations: ['SEND_MESSAGES', 'LAUNCH_CAMPAIGN'],
  templateIds: ['*'],
  mayInline: true,
  messagesPerDay: 1_000,
  recipientsPerMinute: 200,
  roleNames: [],
  keys: [],
};

function customer(id: string, address = `token-${id}`): Customer {
  const endpoint = {
    id: `e-${id}`,
    channelType: 'GCM',
    address,
    status: 'ACTIVE',
    optOut: 'NONE',
    effectiveAt: 1,
    attributes: {},
    metrics: {},
    demographic: {},
    location: {},
  } as const;
  return { ...newCustomer(id), endpoints: [endpoint] };
}

function createApp(
  customers: readonly Customer[] = [customer('m-1'), customer('m-2')],
  decide?: Parameters<typeof createMemoryApp>[1],
) {
  const app = createMemoryApp(customers, decide);
  const deps = createCallDeps(app.deps);
  const send = (key: string, more: Partial<Parameters<typeof sendMessages>[1]> = {}) =>
    sendMessages(deps, {
      client: CLIENT,
      idempotencyKey: key,
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '주문', body: '{{Attributes.Order}} 접수' },
      recipients: [{ customerId: 'm-1', substitutions: { Order: ['A-7'] } }],
      ...more,
    });
  const sent = () => app.sender.outbox.map(({ address }) => address);
  return { ...app, deps, send, sent };
}

describe('a call that sends', () => {
  it('M24 is not sent after its time to live, neither late nor by another round', async () => {
    let isBusy = true;
    const app = createApp(undefined, () =>
      isBusy ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' } : ACCEPTED,
    );
    const call = async (key: string) => unwrap(await app.send(key, { timeToLiveSeconds: 3_600 })).answer.jobId;
    const failed = await call('order-0001');
    await app.work();
    expect(await app.jobOf(failed)).toMatchObject({ phase: 'COMPLETED', sent: { failed: 1 } });
    isBusy = false;
    const late = await call('order-0002');
    app.clock.advance(3_600_000);
    expect(await retryFailed(app.deps, { actor: ACTOR, jobId: failed })).toMatchObject({
      ok: false,
      error: { code: 'JOB_EXPIRED' },
    });
    await sweepJobs(app.deps);
    await app.work();
    expect(app.sent()).toEqual([]);
    expect(await app.jobOf(late)).toMatchObject({ phase: 'CANCELLED', phaseReason: 'MAX_DURATION' });
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'M22 gives a customer with the id %s their own words',
    async (id) => {
      const app = createApp([customer(id)]);
      unwrap(await app.send('order-0001', { recipients: [{ customerId: id, substitutions: { Order: ['A-7'] } }] }));
      await app.work();
      expect(app.sender.outbox.map(({ message }) => message)).toMatchObject([{ body: 'A-7 접수' }]);
    },
  );

  it('M22 tells a customer from a bare address at the place that they are called after', async () => {
    const app = createApp([customer('address:1')]);
    const { answer } = unwrap(
      await app.send('order-0001', {
        recipients: [
          { customerId: 'address:1', substitutions: { Order: ['A-7'] } },
          { address: 'raw-token', channelType: 'APNS', substitutions: { Order: ['B-8'] } },
        ],
      }),
    );
    expect(answer.decisions.map(({ outcome }) => outcome)).toEqual(['INCLUDED', 'INCLUDED']);
    await app.work();
    expect(app.sent().toSorted()).toEqual(['raw-token', 'token-address:1']);
  });

  it('answers each recipient at once, and the engine sends what was included', async () => {
    const app = createApp();
    const { answer } = unwrap(
      await app.send('order-0001', {
        recipients: [
          { customerId: 'm-1', substitutions: { Order: ['A-7'] } },
          { address: 'raw-token', channelType: 'APNS', substitutions: { Order: ['B-8'] } },
          { customerId: 'm-1' },
        ],
      }),
    );
    expect(answer.decisions).toEqual([
      { customerId: 'm-1', endpointId: 'e-m-1', outcome: 'INCLUDED' },
      { customerId: 'address:1', endpointId: 'address:1', outcome: 'INCLUDED' },
      { customerId: 'm-1', outcome: 'EXCLUDED', reason: 'DUPLICATE_USER' },
    ]);
    expect(app.sent()).toEqual([]);
    await app.work();
    expect(app.sender.outbox.map(({ address, message }) => [address, 'body' in message ? message.body : ''])).toEqual([
      ['token-m-1', 'A-7 접수'],
      ['raw-token', 'B-8 접수'],
    ]);
    const job = await app.jobOf(answer.jobId);
    expect(job).toMatchObject({ phase: 'COMPLETED', createdBy: 'client:shop' });
    expect(job.sent).toMatchObject({ planned: 3, included: 2, accepted: 2, excluded: { DUPLICATE_USER: 1 } });
  });

  it('sends an advertisement to nobody without consent', async () => {
    const app = createApp();
    const { answer } = unwrap(
      await app.send('advert-01', {
        messageClass: 'AD',
        content: { channel: 'PUSH', title: '(광고) 세일', body: '오늘만. 무료수신거부: 앱 설정' },
        recipients: [{ customerId: 'm-1' }, { address: 'raw', channelType: 'GCM' }],
      }),
    );
    expect(answer.decisions.map(({ reason }) => reason)).toEqual(['NO_AD_CONSENT', 'NO_AD_CONSENT']);
    await app.work();
    expect(app.sent()).toEqual([]);
    expect((await app.jobOf(answer.jobId)).phase).toBe('COMPLETED');
  });

  it('skips whoever opts out between the answer and the sending', async () => {
    const app = createApp();
    unwrap(await app.send('late-optout'));
    const stored = (await app.store.getMany(['m-1'])).get('m-1');
    if (stored === undefined) throw new Error('m-1 is gone');
    const endpoints = stored.value.endpoints.map((endpoint) => ({ ...endpoint, optOut: 'ALL' as const }));
    await app.store.put({ ...stored.value, endpoints }, stored.revision);
    await app.work();
    expect(app.sent()).toEqual([]);
  });

  it('sends nothing after its time to live', async () => {
    const app = createApp();
    const { answer } = unwrap(await app.send('short-life', { timeToLiveSeconds: 60 }));
    app.clock.advance(61_000);
    await app.work();
    expect(app.sent()).toEqual([]);
    expect(await app.jobOf(answer.jobId)).toMatchObject({ phase: 'CANCELLED', phaseReason: 'MAX_DURATION' });
  });
});

describe('a repeated call', () => {
  it('gets the one answer and sends nothing more, fifty at once and a day later, and counts once', async () => {
    const app = createApp();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => app.send('same-key-1')));
    const answers = outcomes.map((outcome) => (outcome.ok ? outcome.answer : outcome.error.code));
    const [answer] = answers;
    expect(answers).toEqual(Array.from({ length: 50 }, () => answer));
    expect(app.deps.audit.entries.map(({ actor, action, outcome }) => ({ actor, action, outcome }))).toEqual([
      { actor: 'client:shop', action: 'sendMessages', outcome: 'OK' },
    ]);
    await app.work();
    const rest = CLIENT.recipientsPerMinute - 1;
    const many = Array.from({ length: rest / 2 }, (_, index) => ({
      address: `t${index}`,
      channelType: 'GCM' as const,
    }));
    expect(await app.send('the-rest-1', { recipients: many.slice(0, 99) })).toMatchObject({ ok: true });
    expect(await app.send('the-rest-2', { recipients: many.slice(0, 99) })).toMatchObject({ ok: true });
    expect(await app.send('too-many-1', { recipients: many.slice(0, 2) })).toMatchObject({
      error: { code: 'OVER_QUOTA' },
    });
    app.clock.advance(86_400_000);
    expect(await app.send('same-key-1')).toMatchObject({ ok: true, answer });
    await app.work();
    expect(app.sent().filter((address) => address === 'token-m-1')).toEqual(['token-m-1']);
  });

  it('with another body is refused', async () => {
    const app = createApp();
    unwrap(await app.send('one-key-01'));
    const other = await app.send('one-key-01', { recipients: [{ customerId: 'm-2' }] });
    expect(other).toMatchObject({ ok: false, error: { code: 'IDEMPOTENCY_CONFLICT' } });
  });

  it('sends nothing twice when the record of the key is lost', async () => {
    const app = createApp();
    const first = unwrap(
      await app.send('lost-record', {
        recipients: [{ customerId: 'm-2' }, { customerId: 'm-1' }, { customerId: 'm-2' }],
      }),
    );
    await app.work();
    const forgetful = createCallDeps(app.deps);
    const command = {
      client: CLIENT,
      idempotencyKey: 'lost-record',
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '주문', body: '{{Attributes.Order}} 접수' },
    } as const;
    const again = await sendMessages(forgetful, {
      ...command,
      recipients: [{ customerId: 'm-2' }, { customerId: 'm-1' }, { customerId: 'm-2' }],
    });
    expect(again).toMatchObject({ ok: true, answer: first.answer });
    const other = await sendMessages(createCallDeps(app.deps), {
      ...command,
      recipients: [{ customerId: 'm-1' }],
    });
    expect(other).toMatchObject({ error: { code: 'IDEMPOTENCY_CONFLICT' } });
    await app.work();
    expect(app.sent()).toEqual(['token-m-2', 'token-m-1']);
  });

  it.each(['find', 'take', 'place', 'ring'] as const)(
    'goes on where the first died at %s, and the message is sent once',
    async (step) => {
      const app = createApp();
      const { deps } = app;
      for (const isAfter of [false, true]) {
        const dies =
          <A extends unknown[], R>(name: string, run: (...args: A) => Promise<R>) =>
          async (...args: A): Promise<R> => {
            if (name === step && !isAfter) throw new Error('died');
            const result = await run(...args);
            if (name === step) throw new Error('died');
            return result;
          };
        const dying = {
          ...deps,
          idempotency: { ...deps.idempotency, find: dies('find', deps.idempotency.find) },
          quotas: { ...deps.quotas, take: dies('take', deps.quotas.take) },
          calls: { place: dies('place', deps.calls.place) },
          doorbell: { ...deps.doorbell, ring: dies('ring', deps.doorbell.ring.bind(deps.doorbell)) },
        };
        const command = {
          client: CLIENT,
          idempotencyKey: `dying-${step}-${isAfter}`,
          messageClass: 'TRANSACTIONAL',
          content: { channel: 'PUSH', title: 't', body: 'b' },
          recipients: [{ address: `to-${step}-${isAfter}`, channelType: 'GCM' }],
        } as const;
        await expect(sendMessages(dying, command)).rejects.toThrow('died');
        // No lease is to be waited for: either nothing is there, or everything.
        expect(await sendMessages(deps, command)).toMatchObject({ ok: true });
        await sweepJobs(deps);
        await app.work();
        expect(app.sent().filter((address) => address === `to-${step}-${isAfter}`)).toHaveLength(1);
      }
    },
  );
});

describe('a call that is refused', () => {
  it.each<[string, string, Partial<Parameters<typeof sendMessages>[1]>]>([
    [
      'of 101 recipients',
      'TOO_MANY_RECIPIENTS',
      { recipients: Array.from({ length: 101 }, () => ({ customerId: 'm-1' })) },
    ],
    ['of nobody', 'INVALID_INPUT', { recipients: [] }],
    ['to an unknown customer', 'UNKNOWN_RECIPIENT', { recipients: [{ customerId: 'm-1' }, { customerId: 'nobody' }] }],
    [
      'to a customer and an address at once',
      'INVALID_RECIPIENT',
      { recipients: [{ customerId: 'm-1', address: 'x' }] },
    ],
    ['to an address of no type', 'INVALID_RECIPIENT', { recipients: [{ address: 'x' }] }],
    [
      'to an e-mail address by push',
      'INVALID_RECIPIENT',
      { recipients: [{ address: 'a@b.kr', channelType: 'EMAIL' }] },
    ],
    [
      'with too much text for one',
      'INVALID_RECIPIENT',
      { recipients: [{ customerId: 'm-1', substitutions: { a: ['x'.repeat(2_001)] } }] },
    ],
    ['with a short key', 'INVALID_INPUT', { idempotencyKey: 'short' }],
    ['for a moment long past', 'SEND_AT_PAST', { sendAt: 1 }],
    ['for a moment nobody can tell', 'SEND_AT_PAST', { sendAt: Number.NaN }],
    ['for a time too far ahead', 'SEND_AT_TOO_FAR', { sendAt: Date.UTC(2026, 11, 24) }],
    ['with an unknown campaign', 'NOT_FOUND', { campaignId: 'nowhere' }],
    ['with template and content', 'INVALID_INPUT', { templateId: 't' }],
    [
      'with content too large for a job',
      'CALL_TOO_LARGE',
      { content: { channel: 'EMAIL', subject: 's', html: 'x'.repeat(360_000) } },
    ],
    ['with an advertisement without its label', 'AD_LABEL', { messageClass: 'AD' }],
    [
      'by a client that only launches',
      'OPERATION_NOT_ALLOWED',
      { client: { ...CLIENT, operations: ['LAUNCH_CAMPAIGN'] } },
    ],
    [
      'with content by a client that sends templates',
      'INLINE_NOT_ALLOWED',
      { client: { ...CLIENT, mayInline: false } },
    ],
    [
      'over the quota of the minute',
      'OVER_QUOTA',
      { client: { ...CLIENT, recipientsPerMinute: 1 }, recipients: [{ customerId: 'm-1' }, { customerId: 'm-2' }] },
    ],
  ])('%s says so and sends nothing', async (_name, code, more) => {
    const app = createApp();
    expect(await app.send('refused-call', more)).toMatchObject({ ok: false, error: { code } });
    await app.work();
    expect(app.sent()).toEqual([]);
  });

  it('keeps nothing of its key: the corrected call goes', async () => {
    const app = createApp();
    expect(await app.send('corrected1', { recipients: [{ customerId: 'nobody' }] })).toMatchObject({ ok: false });
    unwrap(await app.send('corrected1'));
    await app.work();
    expect(app.sent()).toEqual(['token-m-1']);
  });

  it('refuses an advertisement declared as transactional, by the class of its template', async () => {
    const app = createApp();
    const { template } = unwrap(
      await saveTemplate(app.deps, {
        actor: ACTOR,
        name: '세일',
        messageClass: 'AD',
        content: { channel: 'PUSH', title: '(광고) 세일', body: '무료수신거부: 앱 설정' },
      }),
    );
    const { content: _, ...call } = { content: undefined, templateId: template.id };
    const { deps } = app;
    const base = { client: CLIENT, idempotencyKey: 'class-mix1', messageClass: 'TRANSACTIONAL' } as const;
    expect(await sendMessages(deps, { ...base, ...call, recipients: [{ customerId: 'm-1' }] })).toMatchObject({
      error: { code: 'CLASS_MISMATCH' },
    });
  });
});

describe('a campaign launched by reference', () => {
  it('is planned and sent, once for its key, and its job is its client’s alone', async () => {
    const app = createApp();
    const planned = await app.jobOf(await app.plan());
    const launch = () =>
      launchCampaign(app.deps, { client: CLIENT, idempotencyKey: 'launch-001', campaignId: planned.campaignId });
    const { answer } = unwrap(await launch());
    await app.work();
    expect(unwrap(await launch()).answer).toEqual(answer);
    await app.work();
    expect(app.sent().sort()).toEqual(['token-m-1', 'token-m-2']);
    const own = unwrap(await readOwnJob(app.deps, { client: CLIENT, jobId: answer.jobId }));
    expect(own.job.phase).toBe('COMPLETED');
    expect(own.recipients.map(({ status }) => status)).toEqual(['ACCEPTED', 'ACCEPTED']);
    const other = await readOwnJob(app.deps, { client: { ...CLIENT, id: 'other' }, jobId: answer.jobId });
    expect(other).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('is refused when a template of it is not the client’s', async () => {
    const app = createApp();
    const { campaignId } = await app.jobOf(await app.plan());
    const client = { ...CLIENT, templateIds: ['another'] };
    expect(await launchCampaign(app.deps, { client, idempotencyKey: 'launch-002', campaignId })).toMatchObject({
      error: { code: 'TEMPLATE_NOT_ALLOWED' },
    });
  });
});
