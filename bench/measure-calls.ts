export interface CallRate {
  readonly calls: number;
  readonly callsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Calls again and again in several lanes, each waiting for its answer; times in milliseconds. */
export async function measureCalls(
  call: () => Promise<void>,
  { lanes, seconds }: { readonly lanes: number; readonly seconds: number },
): Promise<CallRate> {
  const times: number[] = [];
  const startedAt = performance.now();
  const end = startedAt + seconds * 1000;
  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      const from = performance.now();
      await call();
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const took = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  const quantile = (share: number): number => Number((times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1));
  const callsPerSecond = Number((times.length / took).toFixed(1));
  return { calls: times.length, callsPerSecond, p50: quantile(0.5), p99: quantile(0.99) };
}
