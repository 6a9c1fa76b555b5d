import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { openJournal } from '../services/journal.ts';
import { DueHeap } from '../services/sqs/due-heap.ts';

/** Something to do at a time of the sandbox's clock. */
export interface Appointment<Work> {
  readonly at: number;
  readonly work: Work;
}

export interface AgendaOptions<Work> {
  readonly work: z.ZodType<Work>;
  readonly clock: Clock;
  /** Folder of the journal; in memory when absent. */
  readonly folder?: string | undefined;
  readonly onFailure: (message: string) => void;
}

/** What becomes of a piece of work: done, with what follows from it, or left for the next start. */
export type WorkOutcome<Work> =
  { readonly done: true; readonly next: readonly Appointment<Work>[] } | { readonly done: false };

/** Work to be done later. Every entry is journaled before it is accepted, so a killed process does it after its next start. */
export interface Agenda<Work> {
  add(appointments: readonly Appointment<Work>[]): void;
  /** Begins to do what is due. Work may be done twice when the process is killed in the middle of it. */
  start(perform: (work: Work) => Promise<WorkOutcome<Work>>): void;
  /** Looks at the clock at once, because it was moved. */
  clockMoved(): void;
  /** Starts nothing more, and waits for the work under way. */
  stop(): Promise<void>;
  close(): void;
}

const COMPACT_AFTER_LINES = 20_000;
/** So much due work is started before anything else gets a turn. */
const SLICE = 200;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Opens an agenda with everything that was still to be done. */
export function openAgenda<Work>(options: AgendaOptions<Work>): Agenda<Work> {
  const { clock, folder } = options;
  const entrySchema = z.discriminatedUnion('op', [
    z.object({ op: z.literal('add'), id: z.string(), at: z.number(), work: options.work }),
    z.object({ op: z.literal('done'), id: z.string() }),
  ]);
  const pending = new Map<string, Appointment<Work>>();
  const due = new DueHeap();
  const underWay = new Set<Promise<void>>();
  let perform: ((work: Work) => Promise<WorkOutcome<Work>>) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const keep = (id: string, appointment: Appointment<Work>): void => {
    pending.set(id, appointment);
    due.add(appointment.at, id);
  };
  const journal =
    folder === undefined
      ? undefined
      : openJournal(
          join(folder, 'agenda.ndjson'),
          (line) => {
            const entry = entrySchema.parse(line);
            if (entry.op === 'add') keep(entry.id, { at: entry.at, work: entry.work });
            else pending.delete(entry.id);
          },
          'events and invocations that were still to come',
        );

  /** The end of one piece of work and the beginning of others are one write: neither is seen without the other. */
  function record(doneId: string | undefined, appointments: readonly Appointment<Work>[]): void {
    if (closed) return;
    const added = appointments.map((appointment) => ({ id: randomUUID(), appointment }));
    journal?.append([
      ...added.map(({ id, appointment }) => ({ op: 'add', id, ...appointment })),
      ...(doneId === undefined ? [] : [{ op: 'done', id: doneId }]),
    ]);
    if (doneId !== undefined) pending.delete(doneId);
    for (const { id, appointment } of added) keep(id, appointment);
    if (journal !== undefined && journal.lines > COMPACT_AFTER_LINES && journal.lines > 4 * pending.size)
      journal.rewrite([...pending].map(([id, appointment]) => ({ op: 'add', id, ...appointment })));
    wait();
  }

  function wait(): void {
    clearTimeout(timer);
    const next = perform === undefined ? undefined : due.nextAt();
    if (next === undefined) return;
    // Never at once: whoever added the work answers its own caller first.
    timer = setTimeout(look, Math.min(Math.max(next - clock.now(), 1), MAX_TIMER_MS));
    timer.unref();
  }

  function look(): void {
    const run = perform;
    if (run === undefined) return;
    for (let started = 0; started < SLICE;) {
      const id = due.takeDue(clock.now());
      if (id === undefined) break;
      const appointment = pending.get(id);
      if (appointment === undefined) continue;
      started += 1;
      const running = settle(id, run(appointment.work)).finally(() => underWay.delete(running));
      underWay.add(running);
    }
    wait();
  }

  async function settle(id: string, running: Promise<WorkOutcome<Work>>): Promise<void> {
    try {
      const outcome = await running;
      if (outcome.done) record(id, outcome.next);
    } catch (error) {
      // It stays in the journal: what cannot be done now may be possible after the next start.
      options.onFailure(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  return {
    add(appointments) {
      if (appointments.length > 0) record(undefined, appointments);
    },
    start(run) {
      perform = run;
      wait();
    },
    clockMoved: look,
    async stop() {
      perform = undefined;
      clearTimeout(timer);
      await Promise.all(underWay);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      journal?.close();
    },
  };
}
