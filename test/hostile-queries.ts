import { SEND } from './api-world.ts';

/** A query that selects deeper and deeper. */
export const nested = (depth: number): string =>
  `{ listTemplates { items { ${'versions { items { template { '.repeat(depth)} id ${'} } }'.repeat(depth)} } } }`;

/** One query that reads several times, under aliases. */
export const manyReads = (count: number): string =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: apiJob(jobId: "x") { jobId }`).join(' ')} }`;

/** One mutation that sends several times, under aliases. */
export function manySends(count: number): string {
  const body = SEND.indexOf('{') + 1;
  const one = SEND.slice(body, SEND.lastIndexOf('}')).trim();
  return `${SEND.slice(0, body)} ${Array.from({ length: count }, (_, index) => `s${index}: ${one}`).join(' ')} }`;
}

/** Pages of a million rows: of a model, of an index, and of what belongs to another. */
export const LARGE_PAGES: readonly (readonly [name: string, query: string])[] = [
  ['a page of a million', '{ listCustomers(limit: 1000000) { nextToken } }'],
  ['a large page of an index', '{ jobsByCampaign(campaignId: "c", limit: 1001) { nextToken } }'],
  ['a large page inside another', '{ listTemplates { items { versions(limit: 1001) { nextToken } } } }'],
];
