import { basename, relative } from 'node:path';

const MAX_LINES = 10;
/** A command line of a bundler can be long, and its reason stands at the end: of a longer line both ends are shown. */
const MAX_LINE_LENGTH = 4_000;

const isStackLine = (line: string): boolean => /^\s+at /.test(line);

/** What esbuild says of a function it cannot bundle: the error and the place, from `[ERROR]` to the marked source line. */
function bundlerErrors(output: string): string[] {
  return [...output.matchAll(/\[ERROR\] (.+)\n\s*\n?\s*(\S+:\d+:\d+):/g)].map(
    ([, text = '', place = '']) => `${place}: ${text}`,
  );
}

/** Programs that a shell, or Node.js, did not find. */
function missingPrograms(output: string): string[] {
  const found = [
    ...output.matchAll(/(?:spawnSync|spawn) (\S+) ENOENT/g),
    ...output.matchAll(/(?:^|[\s:])(?:line \d+: )?([\w./@-]+): (?:command )?not found/gm),
  ];
  return [...new Set(found.map(([, program = '']) => program))];
}

function sayMissing(program: string, lockFile: string | undefined): string {
  const why =
    lockFile === undefined
      ? ''
      : `: the project's lock file is ${basename(lockFile)}, so functions are bundled with it`;
  return `The program ${program} is missing${['pnpm', 'yarn', 'bun', 'npx', 'npm'].includes(program) ? why : ''}. Install it, or put it on the PATH.`;
}

/** The reason of a failed synthesis in a few lines, without the stacks of the build tools. */
export function explainFailure(backendFile: string, output: string, lockFile?: string): string {
  const reported = /SYNTHESIS_ERROR (".*")/.exec(output)?.[1];
  const bundling = bundlerErrors(output);
  const text = reported === undefined ? output : String(JSON.parse(reported));
  const lines =
    bundling.length > 0 ? bundling : text.split('\n').filter((line) => line.trim() !== '' && !isStackLine(line));
  const missing = missingPrograms(`${output}\n${text}`).map((program) => sayMissing(program, lockFile));
  const shown = [...missing, ...lines].slice(0, MAX_LINES).map(bothEnds);
  return [`${relative(process.cwd(), backendFile)} could not be synthesized:`, ...shown].join('\n  ');
}

function bothEnds(line: string): string {
  if (line.length <= MAX_LINE_LENGTH) return line;
  return `${line.slice(0, MAX_LINE_LENGTH / 2)} ... ${line.slice(-MAX_LINE_LENGTH / 2)}`;
}
