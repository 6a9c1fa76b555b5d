export interface RollingCount {
  add(at: number, amount: number): void;
  /** What was added in the span that ends now. */
  total(now: number): number;
}

/** Counts over a span that moves with the clock, in steps: exact to one step, in constant memory. */
export function createRollingCount(spanMs: number, stepMs: number): RollingCount {
  const steps = new Map<number, number>();
  return {
    add(at, amount) {
      const step = Math.floor(at / stepMs);
      steps.set(step, (steps.get(step) ?? 0) + amount);
    },
    total(now) {
      let sum = 0;
      for (const [step, amount] of steps) {
        if ((step + 1) * stepMs <= now - spanMs) steps.delete(step);
        else sum += amount;
      }
      return sum;
    },
  };
}
