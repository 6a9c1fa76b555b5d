import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeRootsOf, findProject, keyOfSources, startSandbox, type Sandbox } from '../../offline/index.ts';
import { LOCAL_PASSWORD } from '../local-users.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { chooseOutputsFile, type ChosenOutputsFile } from './choose-outputs-file.ts';
import { readSecretsFile } from './read-secrets-file.ts';
import type { SandboxCommand } from './sandbox-command.ts';
import { untilSourcesChange } from './until-sources-change.ts';

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** Runs a backend in the foreground until Ctrl-C; starts it again when its sources change. */
export async function runSandbox(command: SandboxCommand): Promise<number> {
  const backendFile = resolve(command.backendFile);
  const missing = missingBackend(backendFile);
  if (missing !== undefined) {
    complain(missing);
    return 1;
  }
  const project = findProject(backendFile);
  const outputs = chooseOutputsFile(project.folder, command.outputsFile);
  if (!outputs.ok) {
    complain(outputs.message);
    return 1;
  }
  const own = openOwnFolder(project.folder);
  const secretsFile = resolve(command.secretsFile ?? join(own, 'secrets.env'));
  const read = readSecretsFile(secretsFile, command.secretsFile !== undefined);
  if (!read.ok) {
    complain(read.message);
    return 1;
  }
  const options = {
    backendFile,
    sourceRoots: [dirname(backendFile)],
    codeRoots: codeRootsOf(project),
    cacheFolder: join(own, 'assemblies'),
    dataFolder: resolve(command.dataFolder ?? join(own, 'data')),
    secrets: { ...read.secrets, ...command.secrets },
    log: write,
  };
  let port = command.port;
  let interrupted: Promise<void> | undefined;
  const sourcesKey = (): Promise<string> => keyOfSources(backendFile, options);
  for (let isFirst = true; ; isFirst = false) {
    const before = await sourcesKey();
    const started = await startSandbox({ ...options, port, fresh: command.fresh && isFirst });
    // Before anybody can know that it is ready: a Ctrl-C right after the words below must find it listening.
    interrupted ??= untilInterrupted();
    if (!started.ok) {
      complain(started.error.message);
      if (isFirst || command.once) return 1;
      complain('Waiting for a change of its sources. Ctrl-C ends.');
    } else {
      const { sandbox } = started;
      port = Number(new URL(sandbox.url).port);
      // Once: when it starts again, its users are in the groups that the app has put them into since.
      const problem = isFirst ? await createUsers(sandbox, command) : undefined;
      if (problem !== undefined) {
        complain(problem);
        await sandbox.stop();
        return 1;
      }
      try {
        await announce(sandbox, command, outputs, options.dataFolder);
      } catch (error) {
        // A folder that may not be written: who cannot be told of it is not left listening either.
        await sandbox.stop();
        throw error;
      }
    }
    const changes = command.once
      ? undefined
      : untilSourcesChange([...options.sourceRoots, ...options.codeRoots], options.dataFolder, {
          key: sourcesKey,
          before,
        });
    const end = await Promise.race([
      interrupted.then(() => 'INTERRUPTED' as const),
      ...(changes === undefined ? [] : [changes.changed.then(() => 'CHANGED' as const)]),
    ]);
    changes?.stop();
    write(end === 'CHANGED' ? 'Sources changed: starting again.' : 'Stopping.');
    if (started.ok) await started.sandbox.stop();
    if (end === 'INTERRUPTED') return 0;
  }
}

/** Why there is no backend to run, if there is none. Its project would be sought around a folder, and be the wrong one. */
function missingBackend(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined)
    return `There is no backend at ${file}. Give an Amplify Gen 2 backend.ts with --backend FILE.`;
  if (found.isFile()) return undefined;
  const inside = ['backend.ts', 'amplify/backend.ts'].map((name) => join(file, name)).find((path) => existsSync(path));
  return `${file} is no file. Give an Amplify Gen 2 backend.ts${inside === undefined ? ' with --backend FILE' : `: --backend ${inside}`}.`;
}

/** State, cache and secrets; nothing of it is for a repository. */
function openOwnFolder(projectFolder: string): string {
  const folder = join(projectFolder, '.bonghwa');
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  return folder;
}

/** Creates the users that are missing; undefined when all are there. */
async function createUsers(sandbox: Sandbox, { users }: SandboxCommand): Promise<string | undefined> {
  for (const { email, groups } of users) {
    try {
      await sandbox.createUser({ email, password: LOCAL_PASSWORD, ...(groups.length === 0 ? {} : { groups }) });
    } catch (error) {
      if (error instanceof Error && error.name === 'UsernameExistsException') continue;
      return `The user ${email} cannot be created: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}

async function announce(
  sandbox: Sandbox,
  { users }: SandboxCommand,
  { file, kept }: ChosenOutputsFile & { readonly ok: true },
  dataFolder: string,
): Promise<void> {
  await writeFile(file, `${JSON.stringify(sandbox.outputs, null, 2)}\n`);
  const who =
    users.length === 0
      ? 'nobody yet (--user EMAIL:GROUP,GROUP)'
      : `${users.map((user) => user.email).join(', ')}  password ${LOCAL_PASSWORD}`;
  write(`
GraphQL     ${sandbox.url}/graphql
Explorer    ${sandbox.url}/_bonghwa/explorer
Outbox      ${sandbox.url}/_bonghwa/outbox
Outputs     ${file}${kept === undefined ? '' : `  (${kept} is of a deployment and stays as it is)`}
State       ${dataFolder}  (--fresh removes it)
Logs        ${join(dataFolder, 'logs')}
Sign in as  ${who}

Ready. Ctrl-C stops it.`);
}
