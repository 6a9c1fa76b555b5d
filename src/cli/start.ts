import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startSandbox } from '../offline/index.ts';
import { buildConsole, CONSOLE_SITE } from './console/build-console.ts';
import { LOCAL_PASSWORD, LOCAL_USERS } from './local-users.ts';
import { OWN_BACKEND } from './own-backend.ts';
import type { StartCommand } from './parse-command-line.ts';
import { readJson } from './read-json.ts';
import { createLocalUsers } from './create-local-users.ts';
import { chooseOutputsFile } from './sandbox/choose-outputs-file.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** Runs the whole backend in the foreground until Ctrl-C. */
export async function start(command: StartCommand): Promise<number> {
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  const quotas = command.quotasFile === undefined ? undefined : await readJson(command.quotasFile);
  if (quotas?.ok === false) {
    process.stderr.write(`${quotas.message}\n`);
    return 1;
  }
  // `npm run sandbox` writes a deployment's here, and only another deployment would bring it back.
  const outputs = chooseOutputsFile(resolve('.'), undefined);
  if (!outputs.ok) {
    process.stderr.write(`${outputs.message}\n`);
    return 1;
  }
  const built = await buildConsole(write);
  if (!built.ok) {
    process.stderr.write(`${built.message}\n`);
    return 1;
  }
  const started = await startSandbox({
    ...OWN_BACKEND,
    site: { name: CONSOLE_SITE, folder: built.folder },
    dataFolder: resolve(command.dataFolder),
    port: command.port,
    fresh: command.fresh,
    holdWork: command.holdWork,
    log: write,
    ...(quotas === undefined ? {} : { quotas: quotas.value }),
    ...(command.startAt === undefined ? {} : { startAt: command.startAt }),
  });
  if (!started.ok) {
    process.stderr.write(`${started.error.message}\n`);
    return 1;
  }
  const { sandbox } = started;
  await createLocalUsers(sandbox);
  try {
    await writeFile(outputs.file, `${JSON.stringify(sandbox.outputs, null, 2)}\n`);
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
  // Before anybody can know that it is ready: a Ctrl-C right after the words below must find it listening.
  const interrupted = untilInterrupted();
  write(`
Console     ${sandbox.url}/${CONSOLE_SITE}/
GraphQL     ${sandbox.url}/graphql
Explorer    ${sandbox.url}/_bonghwa/explorer
Outbox      ${sandbox.url}/_bonghwa/outbox
Outputs     ${outputs.file}${outputs.kept === undefined ? '' : `  (${outputs.kept} is of a deployment and stays as it is)`}
State       ${resolve(command.dataFolder)}  (--fresh removes it)
Sign in as  ${LOCAL_USERS.map((user) => user.email).join(', ')}  password ${LOCAL_PASSWORD}

Ready. Ctrl-C stops it.`);
  await interrupted;
  write('Stopping.');
  await sandbox.stop();
  return 0;
}
