import { newCustomer, type Customer, type Endpoint } from '../../../src/domain/customer/index.ts';

/** Noon in Korea. */
export const NOON = Date.UTC(2026, 10, 23, 3, 0, 0);

/** An endpoint like most. */
export function anEndpoint(fields: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'e1',
    channelType: 'GCM',
    address: 'token-1',
    status: 'ACTIVE',
    optOut: 'NONE',
    effectiveAt: 1000,
    attributes: {},
    metrics: {},
    demographic: {},
    location: {},
    ...fields,
  };
}

/** A customer like most. */
export function aCustomer(fields: Partial<Customer> = {}): Customer {
  return { ...newCustomer('c1'), endpoints: [anEndpoint()], ...fields };
}
