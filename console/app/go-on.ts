/** Goes on to what an order has made, unless whoever gave it has gone elsewhere meanwhile. */
export function goOn(from: string, to: string): void {
  const [page = ''] = location.hash.split('?', 1);
  if (decodeURIComponent(page) === decodeURIComponent(from)) location.hash = to;
}
