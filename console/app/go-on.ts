import { pageOf } from './page-of.ts';

/** Goes on to what an order has made, unless whoever gave it has gone elsewhere meanwhile. */
export function goOn(from: string, to: string): void {
  if (pageOf(location.hash) === pageOf(from)) location.hash = to;
}
