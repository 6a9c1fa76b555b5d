import type { Writable } from 'node:stream';

/** Where progress is drawn. A terminal gets a bar that redraws itself; anything else gets a plain line every two seconds. */
export interface ProgressOutput extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Progress {
  /** `done` of `total`, both absolute; `note` is shown behind the numbers. */
  update(done: number, total: number, note?: string): void;
  finish(note?: string): void;
}

const PLAIN_INTERVAL = 2_000;
const REDRAW_INTERVAL = 100;
const BAR_WIDTH = 28;

export function createProgress(label: string, output: ProgressOutput, now: () => number = Date.now): Progress {
  const isTerminal = output.isTTY === true;
  const startedAt = now();
  let drawnAt = isTerminal ? 0 : startedAt;
  let last = '';
  let written = '';

  const format = (done: number, total: number, note: string): string => {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const numbers = `${done.toLocaleString('en')}/${total.toLocaleString('en')}`;
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    if (!isTerminal) return `${label}: ${percent} ${numbers} ${note}`.trimEnd();
    const filled = Math.round(share * BAR_WIDTH);
    return `${label} ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${percent} ${numbers} ${note}`.trimEnd();
  };

  return {
    update(done, total, note = '') {
      last = format(done, total, note);
      const time = now();
      if (time - drawnAt < (isTerminal ? REDRAW_INTERVAL : PLAIN_INTERVAL)) return;
      drawnAt = time;
      // Where nothing is redrawn, a line that says nothing new is noise.
      if (!isTerminal && last === written) return;
      written = last;
      output.write(isTerminal ? `\r\x1b[2K${last.slice(0, output.columns ?? 120)}` : `${last}\n`);
    },
    finish(note = '') {
      const seconds = ((now() - startedAt) / 1000).toFixed(1);
      const text = `${last === '' ? label : last} ${note}`.trimEnd();
      output.write(isTerminal ? `\r\x1b[2K${text}  (${seconds} s)\n` : `${text} (${seconds} s)\n`);
    },
  };
}
