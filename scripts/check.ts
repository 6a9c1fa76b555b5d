/**
 * Everything that is checked without running anything: `npm run check`. Two steps at a time, those first that take longest.
 * Every step is run, whatever became of those before it; fails when one of them does.
 */
import { endWithParent, spawnProgram } from '../bench/owned/index.ts';

const AT_A_TIME = 2;
const steps = ['typecheck', 'lint', 'generate:check', 'format', 'knip', 'words'];

endWithParent();
const failed: string[] = [];
await Promise.all(
  Array.from({ length: AT_A_TIME }, async () => {
    for (let name = steps.shift(); name !== undefined; name = steps.shift())
      if (!(await passes(name))) failed.push(name);
  }),
);
for (const name of failed) console.error(`!! failed: npm run ${name}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Whether a step ends with 0. What it prints comes when it has ended, so that two of them are not read as one. */
async function passes(name: string): Promise<boolean> {
  const began = performance.now();
  const step = spawnProgram('npm', ['run', '--silent', name], { errors: 'pipe' });
  let output = '';
  for (const stream of [step.stdout, step.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve) => step.once('close', resolve));
  console.log(`== npm run ${name} (${Math.round((performance.now() - began) / 1000)} s)\n${output.trimEnd()}`);
  return code === 0;
}
