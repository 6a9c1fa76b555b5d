import { relative } from 'node:path';

const MAX_LINES = 10;
const MAX_LINE_LENGTH = 240;

const isStackLine = (line: string): boolean => /^\s+at /.test(line);

/** What esbuild says of a function it cannot bundle: the error and the place, from `[ERROR]` to the marked source line. */
function bundlerErrors(output: string): string[] {
  return [...output.matchAll(/\[ERROR\] (.+)\n\s*\n?\s*(\S+:\d+:\d+):/g)].map(
    ([, text = '', place = '']) => `${place}: ${text}`,
  );
}

/** The reason of a failed synthesis in a few lines, without the stacks and command lines of the build tools. */
export function explainFailure(backendFile: string, output: string): string {
  const reported = /SYNTHESIS_ERROR (".*")/.exec(output)?.[1];
  const bundling = bundlerErrors(output);
  const text = reported === undefined ? output : String(JSON.parse(reported));
  const lines =
    bundling.length > 0 ? bundling : text.split('\n').filter((line) => line.trim() !== '' && !isStackLine(line));
  const shown = lines
    .slice(0, MAX_LINES)
    .map((line) => (line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}...` : line));
  return [`${relative(process.cwd(), backendFile)} could not be synthesized:`, ...shown].join('\n  ');
}
