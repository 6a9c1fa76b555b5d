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
  it('is what the child said when it reported nothing, in a few lines', () => {
    const lines = explain(Array.from({ length: 50 }, () => 'x'.repeat(1000)).join('\n'));
    expect(lines.length).toBe(10);
  });
  it('S25 is shown to its end, however long the command line before it is', () => {
    const command = `bash -c "pnpm exec esbuild ${'--define:process.env.X=1 '.repeat(60)}"`;
    const message = `Failed to bundle asset offline/quote, bundle output is located at /a/b: Error: ${command} exited with status 127: the reason`;
    expect(explain(`SYNTHESIS_ERROR ${JSON.stringify(message)}\n`)).toEqual([`  ${message}`]);
    const longer = `${message} ${'y'.repeat(20_000)} and the very end`;
    const [line = ''] = explain(`SYNTHESIS_ERROR ${JSON.stringify(longer)}\n`);
    expect(line).toMatch(/^ {2}Failed to bundle asset.* \.\.\. y+ and the very end$/);
    expect(line.length).toBeLessThan(4_100);
  });
  it.each([
    ['bash: line 1: pnpm: command not found\nSYNTHESIS_ERROR "Failed to bundle asset"', 'pnpm'],
    ['/bin/sh: 1: yarn: not found\nSYNTHESIS_ERROR "Failed to bundle asset"', 'yarn'],
    ['SYNTHESIS_ERROR "Failed: Error: spawnSync bun ENOENT"', 'bun'],
    ['SYNTHESIS_ERROR "spawn docker ENOENT"', 'docker'],
  ])('S25 names the program that is missing: %s', (output, program) => {
    expect(explain(output)[0]).toContain(`The program ${program} is missing`);
  });
  it('S25 says why a package manager is needed', () => {
    const text = explainFailure('backend.ts', 'SYNTHESIS_ERROR "spawnSync pnpm ENOENT"', '/project/pnpm-lock.yaml');
    expect(text).toContain("the project's lock file is pnpm-lock.yaml, so functions are bundled with it");
  });
});
