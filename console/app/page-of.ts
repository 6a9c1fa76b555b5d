/** The page of an address or of a router's path, whatever is looked at on it; of one with a broken escape as it stands. */
export function pageOf(address: string): string {
  const page = address.replace(/^#/, '').split('?', 1).join('');
  try {
    return decodeURIComponent(page);
  } catch {
    return page;
  }
}
