import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../../../src/offline/assembly/explain-failure.ts';

const explain = (output: string): string[] => explainFailure('backend.ts', output).split('\n').slice(1);

describe('the explanation of a failed synthesis', () => {
  it('is the message of the backend, without stack lines', () => {
    expect(explain('noise\nSYNTHESIS_ERROR "Two models are called Todo.\\n    at x (y.js:1)\\nRename one."\n')).toEqual(
      ['  Two models are called Todo.', '  Rename one.'],
    );
  });
  it('is the bundler’s error with its place, and not the command line', () => {
    const output =
      '✘ [ERROR] No matching export in "a.ts" for import "b"\n\n    amplify/functions/x/handler.ts:5:9:\n      5 │ import\n\nSYNTHESIS_ERROR "Failed to bundle asset: npx esbuild ..."\n';
    expect(explain(output)).toEqual([
      '  amplify/functions/x/handler.ts:5:9: No matching export in "a.ts" for import "b"',
    ]);
  });
  it('is what the child said when it reported nothing, in a few short lines', () => {
    const lines = explain(Array.from({ length: 50 }, () => 'x'.repeat(1000)).join('\n'));
    expect(lines.length).toBe(10);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(260);
  });
});
