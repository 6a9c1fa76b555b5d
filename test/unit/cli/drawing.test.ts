import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../src/cli/progress-bar.ts';
import { displayWidth, renderTable } from '../../../src/cli/render-table.ts';

function recorder(isTTY: boolean): { output: PassThrough & { isTTY: boolean }; text: () => string } {
  const output = Object.assign(new PassThrough(), { isTTY });
  const chunks: string[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return { output, text: () => chunks.join('') };
}

describe('progress', () => {
  it('redraws one line on a terminal', () => {
    const { output, text } = recorder(true);
    let time = 1_000;
    const progress = createProgress('Sending', output, () => time);
    progress.update(50, 100);
    time += 500;
    progress.update(100, 100);
    progress.finish();
    expect(text()).toContain('\r\x1b[2KSending ██████████████░░░░░░░░░░░░░░  50% 50/100');
    expect(text().split('\n').length).toBe(2);
  });

  it('prints plain lines, at most one in two seconds, when nobody sees a terminal', () => {
    const { output, text } = recorder(false);
    let time = 0;
    const progress = createProgress('Sending', output, () => time);
    for (; time <= 5_000; time += 100) progress.update(time, 5_000);
    progress.finish('done');
    expect(text()).not.toContain('\x1b');
    expect(text().trim().split('\n')).toHaveLength(3);
  });
});

describe('progress that nobody redraws', () => {
  it('U15 says nothing while there is nothing new to say', () => {
    const { output, text } = recorder(false);
    let time = 0;
    const progress = createProgress('Importing', output, () => time);
    for (; time <= 20_000; time += 100) progress.update(100, 100);
    progress.finish();
    expect(text().trim().split('\n')).toEqual(['Importing: 100% 100/100', expect.stringContaining('(20.1 s)')]);
  });
});

describe('tables', () => {
  it('keeps columns straight beside Korean letters', () => {
    const table = renderTable(
      ['이유', 'count'],
      [
        ['동의 없음', '12'],
        ['total', '1,234'],
      ],
    ).split('\n');
    expect(new Set(table.map(displayWidth)).size).toBe(1);
  });
});
