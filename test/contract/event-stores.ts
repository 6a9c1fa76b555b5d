import { expect, it } from 'vitest';
import type { EventStore } from '../../src/app/event/index.ts';
import type { CustomerStore } from '../../src/app/ports.ts';
import { newCustomer } from '../../src/domain/customer/index.ts';
import type { AcceptedEvent } from '../../src/domain/event/index.ts';

let lastId = 0;

export type EventStores = {
  readonly events: EventStore;
  readonly customers: { readonly store: CustomerStore };
};

function eventOf(customerId: string, eventId: string): AcceptedEvent {
  return {
    eventId,
    customerId,
    name: '장바구니',
    occurredAt: 1_000,
    attributes: { constructor: 'x' },
    metrics: { amount: 1.5 },
    at: 1_000,
    receivedAt: 1_500,
    timing: 'AS_SAID',
    isLate: false,
    digest: `digest of ${eventId}`,
  };
}

/** What every store of events does. */
export function describeEventStores(open: () => EventStores): void {
  const arrange = async () => {
    const { events, customers } = open();
    const customerStore = customers.store;
    const customer = newCustomer(`customer-of-events-${(lastId += 1)}`);
    await customerStore.put(customer, 0);
    const read = async () => (await customerStore.getMany([customer.id])).get(customer.id);
    const active = (lastActiveAt: number) => ({ ...customer, activity: { lastActiveAt } });
    return { events, customerStore, customer, read, active };
  };

  it('writes events and what they change about their customer together', async () => {
    const { events, customer, read, active } = await arrange();
    const batch = [eventOf(customer.id, '1'), eventOf(customer.id, '2')];
    expect(await events.accept(batch, { customer: active(7), revision: 1 })).toBe(true);
    expect((await read())?.value.activity).toEqual({ lastActiveAt: 7 });
    expect(await events.findDigests(customer.id, ['1', '2', '3'])).toEqual(
      new Map([
        ['1', 'digest of 1'],
        ['2', 'digest of 2'],
      ]),
    );
    expect(await events.findDigests(`${customer.id}-other`, ['1'])).toEqual(new Map());
  });

  it('writes nothing when one of the events is known, or the customer has changed', async () => {
    const { events, customerStore, customer, read, active } = await arrange();
    expect(await events.accept([eventOf(customer.id, '1')], { customer, revision: 1 })).toBe(true);
    const batch = [eventOf(customer.id, '2'), eventOf(customer.id, '1')];
    expect(await events.accept(batch, { customer: active(7), revision: 2 })).toBe(false);
    await customerStore.put(active(5), 2);
    expect(await events.accept([eventOf(customer.id, '2')], { customer: active(7), revision: 2 })).toBe(false);
    expect((await read())?.value.activity).toEqual({ lastActiveAt: 5 });
    expect([...(await events.findDigests(customer.id, ['1', '2'])).keys()]).toEqual(['1']);
  });

  it('takes as many events as go together', async () => {
    const { events, customer, active } = await arrange();
    const batch = Array.from({ length: 98 }, (_, index) => eventOf(customer.id, String(index)));
    expect(await events.accept(batch, { customer: active(7), revision: 1 })).toBe(true);
    const ids = batch.map(({ eventId }) => eventId);
    expect((await events.findDigests(customer.id, ids)).size).toBe(98);
  });

  it('writes those of several customers together: all of it, or nothing when somebody was quicker with one', async () => {
    const { events, customerStore, customer, read, active } = await arrange();
    const { customer: other, read: readOther, active: otherActive } = await arrange();
    const own = (at: number) => ({
      accepted: [eventOf(customer.id, '1')],
      customer: { customer: active(at), revision: 1 },
    });
    await customerStore.put(otherActive(5), 1);
    const late = { accepted: [eventOf(other.id, '1')], customer: { customer: otherActive(7), revision: 1 } };
    expect(await events.acceptTogether([own(7), late])).toEqual(new Set([other.id]));
    expect((await read())?.value.activity).not.toEqual({ lastActiveAt: 7 });
    expect(await events.findDigests(customer.id, ['1'])).toEqual(new Map());
    const inTime = { ...late, customer: { customer: otherActive(7), revision: 2 } };
    expect(await events.acceptTogether([own(7), inTime])).toEqual(new Set());
    for (const found of [await read(), await readOther()]) expect(found?.value.activity).toEqual({ lastActiveAt: 7 });
    expect((await events.findDigests(other.id, ['1'])).size).toBe(1);
    const again = { accepted: [eventOf(other.id, '2')], customer: { customer: otherActive(8), revision: 3 } };
    // Its event is known by now.
    const repeated = { ...own(8), customer: { customer: active(8), revision: 2 } };
    expect(await events.acceptTogether([repeated, again])).toEqual(new Set([customer.id]));
    expect((await readOther())?.value.activity).toEqual({ lastActiveAt: 7 });
  });

  it('forgets the events of one customer alone', async () => {
    const { events, customerStore, customer } = await arrange();
    const { customer: other } = await arrange();
    await events.accept([eventOf(customer.id, '1'), eventOf(customer.id, '2')], { customer, revision: 1 });
    await events.accept([eventOf(other.id, '1')], { customer: other, revision: 1 });
    await customerStore.remove(customer.id);
    await events.forget(customer.id);
    expect(await events.findDigests(customer.id, ['1', '2'])).toEqual(new Map());
    expect((await events.findDigests(other.id, ['1'])).size).toBe(1);
    // Whoever read the customer before they were erased writes nothing of them any more.
    expect(await events.accept([eventOf(customer.id, '3')], { customer, revision: 2 })).toBe(false);
  });
}
