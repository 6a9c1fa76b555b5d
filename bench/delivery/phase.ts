import * as z from 'zod';

/** What a part of the work took. */
export const phaseSchema = z.object({ seconds: z.number(), cpuSeconds: z.number() });
export type Phase = z.infer<typeof phaseSchema>;

/** Runs something and measures it: time on the wall, and of all cores of this process (its garbage collector's too). */
export async function measured(work: () => Promise<void>): Promise<Phase> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - start) / 1_000, cpuSeconds: (user + system) / 1e6 };
}
