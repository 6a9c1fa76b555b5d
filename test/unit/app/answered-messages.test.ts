import { describe, expect, it } from 'vitest';
import { createMemoryEventCatalogue, createMemoryEvents } from '../../../src/adapters/memory/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { jobTotals } from '../../../src/app/delivery/index.ts';
import { createAnsweredMessages, recordEvents } from '../../../src/app/event/index.ts';
import { saveCatalogueMode, saveEventDefinition } from '../../../src/app/event-catalogue/index.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import { formatMessageRef } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

async function arrange() {
  const refs = new Map<string, string>();
  const app = createMemoryApp(createAudience(20), ({ address, ref }) => {
    refs.set(address, formatMessageRef(ref));
    return ACCEPTED;
  });
  const jobId = await app.plan();
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  await app.work();
  const catalogue = createMemoryEventCatalogue();
  const deps = {
    ...app.deps,
    customers: app.store,
    triggered: { find: async () => [] },
    events: createMemoryEvents(app.store),
    messages: createAnsweredMessages(app.deps),
    catalogue,
    hash: sha256,
  };
  const refOf = (number: number): string => refs.get(`token-${number}`) ?? '';
  const said = (number: number, change: object = {}) => ({
    ...{ eventId: '1', customerId: `customer-${number}`, name: 'message_opened', occurredAt: app.clock.now() },
    ...change,
  });
  const record = async (...events: object[]) => {
    app.clock.advance(10_000);
    return unwrap(await recordEvents(deps, { events })).outcomes;
  };
  const totals = async () => jobTotals(await app.jobOf(jobId));
  return { app, catalogue, deps, refOf, said, record, totals };
}

describe('an event with the reference of a message', () => {
  it('says that it was opened or followed, once however often it is sent', async () => {
    const { record, said, refOf, totals, app } = await arrange();
    const opened = said(0, { ref: refOf(0) });
    const paid = said(1, { ref: refOf(1), name: 'order_paid' });
    for (let time = 0; time < 3; time += 1) await record(opened, paid);
    expect(await totals()).toMatchObject({ opened: 2, clicked: 1 });
    const { value } = [...(await app.store.getMany(['customer-0'])).values()][0] ?? {};
    expect(value?.activity.lastOpenedAt).toBe(opened.occurredAt);
  });

  it('says nothing of a message to somebody else, or of none, and counts with a flag', async () => {
    const { record, said, refOf, totals } = await arrange();
    const outcomes = await record(
      said(0, { ref: refOf(1) }),
      said(2, { ref: 'nothing.0.0.0' }),
      said(3, { ref: `${refOf(3).split('.').slice(0, 3).join('.')}.999` }),
    );
    expect(outcomes).toMatchObject([
      { outcome: 'ACCEPTED', flags: ['REF_OF_SOMEBODY_ELSE'] },
      { outcome: 'ACCEPTED', flags: ['REF_UNKNOWN'] },
      { outcome: 'ACCEPTED', flags: ['REF_UNKNOWN'] },
    ]);
    expect(await totals()).toMatchObject({ opened: 0, clicked: 0 });
  });

  it('is not taken when what it says of the message could not be written: it is sent again, and counts once', async () => {
    const { deps, said, refOf, record, totals } = await arrange();
    const events = [said(0, { ref: refOf(0) })];
    const broken = { ...deps.messages, record: () => Promise.reject(new Error('no answer')) };
    await expect(recordEvents({ ...deps, messages: broken }, { events })).rejects.toThrow('no answer');
    expect(await record(...events)).toMatchObject([{ outcome: 'ACCEPTED' }]);
    expect(await totals()).toMatchObject({ opened: 1 });
  });
});

describe('events and their catalogue', () => {
  const cart = { name: 'cart_added', meaning: '담았다', owner: '앱 팀', attributes: [], metrics: [], isRetired: false };

  it('are flagged or rejected one by one, as it says, and what was accepted before stays a duplicate', async () => {
    const { catalogue, record, said } = await arrange();
    unwrap(await saveEventDefinition({ catalogue }, { actor: ACTOR, definition: cart, revision: 0 }));
    const known = said(0, { name: 'cart_added' });
    const unknown = said(1, { name: 'cart_aded' });
    const odd = said(2, { name: 'cart_added', attributes: { color: '빨강' } });
    expect(await record(unknown)).toMatchObject([{ outcome: 'ACCEPTED' }]);
    unwrap(await saveCatalogueMode({ catalogue }, { mode: 'WARN', revision: 0 }));
    expect(await record(known, { ...unknown, eventId: '2' }, odd)).toMatchObject([
      { outcome: 'ACCEPTED' },
      { outcome: 'ACCEPTED', flags: ['NOT_IN_CATALOGUE'] },
      { outcome: 'ACCEPTED', flags: ['UNDEFINED_FIELD'] },
    ]);
    unwrap(await saveCatalogueMode({ catalogue }, { mode: 'REFUSE', revision: 1 }));
    const again = [unknown, { ...known, eventId: '3' }, { ...unknown, eventId: '3' }, { ...odd, eventId: '3' }];
    expect(await record(...again)).toMatchObject([
      { outcome: 'DUPLICATE' },
      { outcome: 'ACCEPTED' },
      { outcome: 'REJECTED', code: 'NOT_IN_CATALOGUE' },
      { outcome: 'REJECTED', code: 'UNDEFINED_FIELD' },
    ]);
  });

  it('are not written over what somebody else has written meanwhile', async () => {
    const { catalogue } = await arrange();
    unwrap(await saveEventDefinition({ catalogue }, { actor: ACTOR, definition: cart, revision: 0 }));
    const late = await saveEventDefinition({ catalogue }, { actor: ACTOR, definition: cart, revision: 0 });
    expect(late).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
    expect(await saveCatalogueMode({ catalogue }, { mode: 'WARN', revision: 7 })).toMatchObject({ ok: false });
  });
});
