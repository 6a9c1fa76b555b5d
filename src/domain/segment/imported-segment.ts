import type { Customer } from '../customer/customer.ts';
import { refuse, type Refused } from '../result.ts';
import type { SegmentDefinition } from './definition.ts';

/** Each list costs every read of the customer its id's length; nobody is on more than this at a time. */
const MAX_IMPORTED_SEGMENTS = 100;

/**
 * Who belongs to an imported segment. The list is kept with its members (`Customer.importedSegments`) rather than in a
 * place of its own: planning reads every customer anyway, and so needs no lookup for any of millions of members.
 */
export function importedSegmentDefinition(segmentId: string): SegmentDefinition {
  const onTheList = { importedSegments: { type: 'INCLUSIVE', values: [segmentId] } } as const;
  return {
    include: 'ALL',
    groups: [{ type: 'ALL', sourceType: 'ALL', sourceSegmentIds: [], dimensions: [onTheList] }],
  };
}

/** Puts a customer on an imported list; doing it again changes nothing. */
export function joinImportedSegment(
  customer: Customer,
  segmentId: string,
): { readonly ok: true; readonly customer: Customer; readonly changed: boolean } | Refused<'SEGMENT_LIMIT'> {
  const { importedSegments = [] } = customer;
  if (importedSegments.includes(segmentId)) return { ok: true, customer, changed: false };
  if (importedSegments.length >= MAX_IMPORTED_SEGMENTS) {
    return refuse(
      'SEGMENT_LIMIT',
      `Customer ${customer.id} is on ${MAX_IMPORTED_SEGMENTS} imported lists, which is the most. Take them off one.`,
    );
  }
  return { ok: true, customer: { ...customer, importedSegments: [...importedSegments, segmentId] }, changed: true };
}

/** Takes a customer off an imported list. */
export function leaveImportedSegment(customer: Customer, segmentId: string): Customer {
  const { importedSegments = [] } = customer;
  if (!importedSegments.includes(segmentId)) return customer;
  // An empty list rather than none: stores leave alone what a customer does not mention.
  return { ...customer, importedSegments: importedSegments.filter((id) => id !== segmentId) };
}
