import { describe, expect, it } from 'vitest';
import { sendTestMessage } from '../../../src/app/external-send/index.ts';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import { addressKey } from '../../../src/domain/customer/index.ts';
import { aCustomer, anEndpoint } from '../domain/people.ts';
import { createCallDeps } from './call-deps.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const MIDNIGHT_AFTER_NOON_MS = 12 * 3_600_000;

/** An advertisement that names the reader's city, id and plan. */
async function advertisement() {
  const person = aCustomer({
    id: 'm-7',
    attributes: { City: ['부산'] },
    endpoints: [anEndpoint({ id: 'e-7', address: 'token-7', attributes: { Plan: ['gold'] } })],
  });
  const app = createMemoryApp([person]);
  const deps = createCallDeps(app.deps);
  const { template } = unwrap(
    await saveTemplate(deps, {
      actor: ACTOR,
      name: '세일',
      messageClass: 'AD',
      content: {
        channel: 'PUSH',
        title: '(광고) {{User.UserAttributes.City}} 세일',
        body: '{{User.UserId}} {{Attributes.Plan}} 무료수신거부: 앱 설정',
      },
    }),
  );
  const send = (more: Partial<Parameters<typeof sendTestMessage>[1]> = {}) =>
    sendTestMessage(deps, {
      actor: ACTOR,
      templateId: template.id,
      recipients: [
        { address: 'phone-of-minji', channelType: 'GCM' },
        { address: 'phone-of-jisu', channelType: 'GCM' },
      ],
      customerId: 'm-7',
      ...more,
    });
  return { app, deps, send, templateId: template.id };
}

const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) => outcome.error?.code;

describe('a test message', () => {
  it('goes to the named addresses alone, with the data of the chosen customer, at any hour and without their consent', async () => {
    const { app, deps, send } = await advertisement();
    app.clock.advance(MIDNIGHT_AFTER_NOON_MS);
    const { answer } = unwrap(await send());
    expect(answer.decisions.map(({ outcome }) => outcome)).toEqual(['INCLUDED', 'INCLUDED']);
    await app.work();
    expect(app.sender.outbox.map(({ address, message }) => ({ address, message }))).toEqual(
      ['phone-of-minji', 'phone-of-jisu'].map((address) => ({
        address,
        message: expect.objectContaining({
          title: '(광고) 부산 세일',
          body: 'm-7 gold 무료수신거부: 앱 설정',
        }) as unknown,
      })),
    );
    // The customer has nothing to do with it: no message, no history, and the job lists addresses by their place.
    const { items } = unwrap(await listRecipients(deps, { jobId: answer.jobId, outcome: 'INCLUDED' }));
    expect(items.map(({ customerId, status }) => [customerId, status])).toEqual([
      ['address:0', 'ACCEPTED'],
      ['address:1', 'ACCEPTED'],
    ]);
    const job = await app.jobOf(answer.jobId);
    expect(job).toMatchObject({ phase: 'COMPLETED', createdBy: ACTOR.id, campaignId: 'direct-test-messages' });
    const day = new Date(app.clock.now()).toISOString().slice(0, 10);
    const { entries } = await deps.audit.list(day, { limit: 10 });
    expect(entries).toMatchObject([
      { actor: ACTOR.id, action: 'sendTestMessage', outcome: 'OK', subject: answer.jobId },
    ]);
  });

  it('is another message each time, of the version that is asked for', async () => {
    const { app, deps, send, templateId } = await advertisement();
    const content = { channel: 'PUSH', title: '(광고) 둘째', body: '무료수신거부: 앱 설정' } as const;
    unwrap(await saveTemplate(deps, { actor: ACTOR, templateId, name: '세일', messageClass: 'AD', content }));
    const recipients = [{ address: 'phone-of-minji', channelType: 'GCM' }] as const;
    for (const version of [1, 2, 2]) unwrap(await send({ recipients, version }));
    await app.work();
    expect(app.sender.outbox.map(({ message }) => message.channel === 'PUSH' && message.title)).toEqual([
      '(광고) 부산 세일',
      '(광고) 둘째',
      '(광고) 둘째',
    ]);
  });

  it('is not sent to an address that wants nothing any more', async () => {
    const { app, deps, send } = await advertisement();
    const key = addressKey('GCM', 'phone-of-jisu');
    await deps.addresses.suppress([{ key, cause: 'UNSUBSCRIBED', at: app.clock.now() }]);
    const { answer } = unwrap(await send());
    expect(answer.decisions.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['INCLUDED', undefined],
      ['EXCLUDED', 'ENDPOINT_OPT_OUT'],
    ]);
  });

  it('refuses unknown words, customers and addresses, more than ten of them, and all while sending is stopped', async () => {
    const { deps, send } = await advertisement();
    expect(codeOf(await send({ templateId: 'none' }))).toBe('NOT_FOUND');
    expect(codeOf(await send({ version: 9 }))).toBe('NOT_FOUND');
    expect(codeOf(await send({ customerId: 'none' }))).toBe('NOT_FOUND');
    expect(codeOf(await send({ recipients: [] }))).toBe('INVALID_INPUT');
    expect(codeOf(await send({ recipients: [{ address: 'phone' }] }))).toBe('INVALID_RECIPIENT');
    const many = Array.from({ length: 11 }, (_, index) => ({ address: `phone-${index}`, channelType: 'GCM' as const }));
    expect(codeOf(await send({ recipients: many }))).toBe('TOO_MANY_RECIPIENTS');
    unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { isStopped: true, reason: '점검' } }));
    expect(codeOf(await send())).toBe('SENDING_STOPPED');
  });
});
