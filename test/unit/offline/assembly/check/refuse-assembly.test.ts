import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refusalOf } from '../../../../../src/offline/assembly/check/index.ts';
import { startSandbox } from '../../../../../src/offline/index.ts';
import { writeAssembly } from '../write-assembly.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'verdicts-'));
const misspelt = { Resources: { Work: { Type: 'AWS::SQS::Queue', Properties: { QueueNam: 'work' } } } };
const right = { Resources: { Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } } } };

it('refuses to start on an assembly that CloudFormation would refuse, says why, and leaves no trace of a start', async () => {
  const dataFolder = join(folder(), 'data');
  const outcome = await startSandbox({
    backendFile: 'not asked for',
    sourceRoots: [],
    assemblyFolder: writeAssembly(misspelt),
    cacheFolder: folder(),
    dataFolder,
    port: 0,
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'REFUSED_BY_CLOUDFORMATION' } });
  const message = outcome.ok ? '' : outcome.error.message;
  expect(message).toContain(
    'UNKNOWN_PROPERTY: Work (AWS::SQS::Queue): there is no property QueueNam; is QueueName meant?',
  );
  expect(existsSync(join(dataFolder, 'lock'))).toBe(false);
});

it('keeps what it found of the same templates, whether they are good or bad, and looks anew when one byte differs', async () => {
  const verdicts = folder();
  const good = writeAssembly(right);
  const bad = writeAssembly(misspelt);
  expect(await refusalOf(good, verdicts)).toBeUndefined();
  const first = await refusalOf(bad, verdicts);
  expect(first).toContain('QueueNam');
  expect(readdirSync(verdicts)).toHaveLength(2);

  const started = performance.now();
  expect([await refusalOf(good, verdicts), await refusalOf(bad, verdicts)]).toEqual([undefined, first]);
  // Reading the specification takes a second; a verdict that is kept does not need it.
  expect(performance.now() - started).toBeLessThan(500);

  writeFileSync(join(good, 'root.template.json'), JSON.stringify(misspelt));
  expect(await refusalOf(good, verdicts)).toContain('QueueNam');
});

it('does not trust a verdict that was written half', async () => {
  const verdicts = folder();
  const bad = writeAssembly(misspelt);
  await refusalOf(bad, verdicts);
  const [name = ''] = readdirSync(verdicts);
  writeFileSync(join(verdicts, name), '{"messages":[');
  expect(await refusalOf(bad, verdicts)).toContain('QueueNam');
});
