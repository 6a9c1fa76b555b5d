/** What takes longer than this is told while it lasts. */
const PATIENCE_MS = 2_000;
const AGAIN_MS = 5_000;

/** Waits for work, and says every few seconds that it still goes on, and how long it took. */
export async function tellProgress<T>(what: string, log: (line: string) => void, work: Promise<T>): Promise<T> {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1000);
  let isTold = false;
  const tell = (): void => {
    isTold = true;
    log(`  ${what}: ${seconds()} s so far`);
  };
  const first = setTimeout(() => {
    tell();
    again = setInterval(tell, AGAIN_MS);
  }, PATIENCE_MS);
  let again: NodeJS.Timeout | undefined;
  try {
    const result = await work;
    if (isTold) log(`  ${what}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}
