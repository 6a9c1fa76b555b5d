/** A simulated process: once it crashed, nothing it awaits ever comes back. Its clock may be wrong. */
export type Process = { readonly name: string; isAlive: boolean; clockOffset: number };

/**
 * What happens to a process that is about to go on. STALL: it is frozen until its lease is long another's, and then
 * goes on. SLOW: its store takes seconds to answer. JUMP: its clock is set back by up to ten minutes.
 */
export type Fate = 'GO_ON' | 'CRASH' | 'STALL' | 'SLOW' | 'JUMP';

const STALL_MS = 45_000;
const SLOW_MS = 5_000;
const JUMP_MS = 600_000;

/** Where a process goes on: the effect it waits for, and whether it is before or after it; absent for a sleep. */
export type Place = `${string}.${string} ${'before' | 'after'}`;

/** What the store does with one request of a process. LOST: it is carried out, and its answer never arrives. */
export type StoreFate = 'ANSWERED' | 'REFUSED' | 'LOST';

/** A store that did not answer. The request may have been carried out all the same. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

/** When every simulation begins: noon in Seoul. */
export const BEGINS_AT = Date.UTC(2026, 10, 23, 3);

type Step = { readonly process: Process; readonly place?: Place; readonly resume: () => void };
type Timer = Step & { readonly at: number };

/**
 * Runs everything there is to run, one await at a time, in an order that only `random` decides. Before each step
 * `fateAt` may say that something befalls the process there.
 */
export class Scheduler {
  now = BEGINS_AT;
  steps = 0;
  readonly counts = { crashes: 0, stalls: 0, slow: 0, jumps: 0 };
  readonly #ready: Step[] = [];
  readonly #timers: Timer[] = [];
  readonly #random: () => number;
  readonly #fateAt: (step: number, process: Process, place?: Place) => Fate;

  constructor(random: () => number, fateAt: (step: number, process: Process, place?: Place) => Fate) {
    this.#random = random;
    this.#fateAt = fateAt;
  }

  step(process: Process, place?: Place): Promise<void> {
    return new Promise((resume) => this.#ready.push({ process, resume, ...(place === undefined ? {} : { place }) }));
  }

  sleep(process: Process, milliseconds: number): Promise<void> {
    return new Promise((resume) => this.#timers.push({ process, resume, at: this.now + Math.max(0, milliseconds) }));
  }

  /**
   * Every port of a process goes through here: it can die just before the effect and just after it. `name` is what the
   * places are called by; `storeFate` decides what the store does with a request, and `takesMs` how long it takes.
   */
  bind<T extends object>(
    process: Process,
    port: T,
    name = 'port',
    storeFate: (method: string) => StoreFate = () => 'ANSWERED',
    takesMs: () => number = () => 0,
  ): T {
    return new Proxy(port, {
      get: (target, key, receiver) => {
        const value: unknown = Reflect.get(target, key, receiver);
        if (typeof value !== 'function') return value;
        const method = String(key);
        return async (...args: unknown[]) => {
          await this.step(process, `${name}.${method} before`);
          const fate = storeFate(method);
          if (fate === 'REFUSED') throw new StoreFault(`${name}.${method} was refused.`);
          const result: unknown = await Reflect.apply(value, target, args);
          const milliseconds = takesMs();
          if (milliseconds > 0) await this.sleep(process, milliseconds);
          await this.step(process, `${name}.${method} after`);
          if (fate === 'LOST') throw new StoreFault(`The answer of ${name}.${method} was lost.`);
          return result;
        };
      },
    });
  }

  /** Runs until `isOver`; throws when nothing is left to do before that, or after `maxSteps`. */
  async run(isOver: () => boolean, maxSteps: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isOver()) return;
      const step = this.#next();
      if (step === undefined) throw new Error('Nothing is left to do, and the job has not ended.');
      if (!step.process.isAlive) continue;
      this.steps += 1;
      if (this.steps > maxSteps) throw new Error(`The job has not ended after ${maxSteps} steps.`);
      this.#befall(step, this.#fateAt(this.steps, step.process, step.place));
    }
  }

  #befall(step: Step, fate: Fate): void {
    switch (fate) {
      case 'GO_ON':
        step.resume();
        break;
      case 'CRASH':
        step.process.isAlive = false;
        this.counts.crashes += 1;
        break;
      case 'STALL':
        this.counts.stalls += 1;
        this.#timers.push({ ...step, at: this.now + STALL_MS });
        break;
      case 'SLOW':
        this.counts.slow += 1;
        this.#timers.push({ ...step, at: this.now + this.#random() * SLOW_MS });
        break;
      case 'JUMP':
        this.counts.jumps += 1;
        step.process.clockOffset -= this.#random() * JUMP_MS;
        step.resume();
        break;
    }
  }

  #next(): Step | undefined {
    if (this.#ready.length > 0) return this.#ready.splice(Math.floor(this.#random() * this.#ready.length), 1)[0];
    let earliest = 0;
    for (const [index, timer] of this.#timers.entries()) {
      if (timer.at < (this.#timers[earliest]?.at ?? Number.POSITIVE_INFINITY)) earliest = index;
    }
    const [timer] = this.#timers.splice(earliest, 1);
    if (timer !== undefined) this.now = Math.max(this.now, timer.at);
    return timer;
  }
}
