/** Messages of one price: how many there are, and what is claimed for each, in millionths of a won. */
export type Claim = { readonly count: number; readonly claimMicros: number };

/**
 * How many messages of each price a budget pays for. Planning meets them in no order of price, so that each gets the
 * same share; what is left of a message's price pays for cheaper ones, as in `fitBudget`.
 */
export function grantBudget(claims: readonly Claim[], left: number): readonly number[] {
  const wanted = claims.reduce((sum, { count, claimMicros }) => sum + count * claimMicros, 0);
  if (wanted <= left) return claims.map(({ count }) => count);
  const share = left / wanted;
  const granted = claims.map(({ count, claimMicros }) => (claimMicros === 0 ? count : Math.floor(count * share)));
  let rest = left - claims.reduce((sum, { claimMicros }, index) => sum + (granted[index] ?? 0) * claimMicros, 0);
  const cheapestFirst = [...claims.keys()].sort(
    (a, b) => (claims[a]?.claimMicros ?? 0) - (claims[b]?.claimMicros ?? 0),
  );
  for (const index of cheapestFirst) {
    const { count, claimMicros } = claims[index] ?? { count: 0, claimMicros: 0 };
    if (claimMicros === 0) continue;
    const more = Math.min(count - (granted[index] ?? 0), Math.floor(rest / claimMicros));
    if (more <= 0) continue;
    granted[index] = (granted[index] ?? 0) + more;
    rest -= more * claimMicros;
  }
  return granted;
}
