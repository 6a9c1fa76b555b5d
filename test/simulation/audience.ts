import { newCustomer, type Customer } from '../../src/domain/customer/index.ts';

/** People with one device each; every seventh has none, every eleventh opted out. */
export function createAudience(count: number): Customer[] {
  return Array.from({ length: count }, (_, index): Customer => {
    const id = `customer-${index}`;
    if (index % 7 === 6) return newCustomer(id);
    return {
      ...newCustomer(id),
      attributes: { City: [index % 2 === 0 ? '서울' : '부산'] },
      endpoints: [
        {
          id: `endpoint-${index}`,
          channelType: index % 3 === 0 ? 'APNS' : 'GCM',
          address: `token-${index}`,
          status: 'ACTIVE',
          optOut: index % 11 === 10 ? 'ALL' : 'NONE',
          effectiveAt: 1_000 + index,
          attributes: {},
          metrics: {},
          demographic: {},
          location: {},
        },
      ],
    };
  });
}
