import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../src/offline/assembly/synthesize.ts';
import { ROOT } from '../backends-under-test.ts';

/** Commands that share one more function, as they do today on average. */
const COMMANDS_PER_FUNCTION = 4;

/**
 * Synthesizes a copy of our backend that has more commands of today's kind: each with a type of its own to return, six
 * arguments and two functions in its pipeline, four to one more Lambda function with the rights of `control-job`.
 */
export async function withGrownBackend<T>(
  commands: number,
  look: (assemblyFolder: string) => T | Promise<T>,
): Promise<T> {
  mkdirSync(join(ROOT, '.bonghwa'), { recursive: true });
  // Within the project, so that the copy finds its packages and its lock file.
  const copy = mkdtempSync(join(ROOT, '.bonghwa', 'grown-'));
  try {
    cpSync(join(ROOT, 'amplify'), join(copy, 'amplify'), { recursive: true });
    symlinkSync(join(ROOT, 'src'), join(copy, 'src'), 'junction');
    grow(join(copy, 'amplify'), commands);
    const result = await synthesize({
      backendFile: join(copy, 'amplify/backend.ts'),
      sourceRoots: [join(copy, 'amplify')],
      cacheFolder: join(copy, 'assemblies'),
    });
    if (!result.ok) throw new Error(result.error.message);
    return await look(result.assemblyFolder);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function grow(amplify: string, commands: number): void {
  const functions = Array.from({ length: Math.ceil(commands / COMMANDS_PER_FUNCTION) }, (_, index) => `more${index}`);
  const lines = (line: (name: string) => string): string => functions.map(line).join('\n');
  for (const name of functions) {
    const folder = join(amplify, 'functions', name);
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'resource.ts'),
      `import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';
export const ${name} = defineFunction({ ...FIELD_SETTINGS, name: '${name}', entry: '../control-job/handler.ts' });
`,
    );
  }
  edit(join(amplify, 'backend.ts'), [
    [
      'compactTemplates();',
      `${lines((name) => `import { ${name} } from './functions/${name}/resource.ts';`)}\ncompactTemplates();`,
    ],
    ['  controlJob,\n', `  controlJob,\n${lines((name) => `  ${name},`)}\n`],
  ]);
  edit(join(amplify, 'functions/needs.ts'), [
    [
      '  readRecipients: {',
      `${lines((name) => `  ${name}: { tables: { SendJob: 'WRITE', Delivery: 'WRITE' }, rings: true, publishes: PROGRESS },`)}\n  readRecipients: {`,
    ],
  ]);
  edit(join(amplify, 'data/commands/data-sources.ts'), [
    ['} as const;', `${lines((name) => `  ${name}: '${name}Function',`)}\n} as const;`],
  ]);
  edit(join(amplify, 'data/resource.ts'), [
    ['  ...apiClientCommands,', '  ...apiClientCommands,\n  ...moreCommands,'],
    ['import { priceCommands }', "import { moreCommands } from './commands/more.ts';\nimport { priceCommands }"],
  ]);
  writeFileSync(join(amplify, 'data/commands/more.ts'), moreCommands(commands));
}

function moreCommands(commands: number): string {
  const fields = Array.from({ length: commands }, (_, index) => {
    const source = `more${Math.floor(index / COMMANDS_PER_FUNCTION)}`;
    return `
  More${index}Answer: a.customType({ id: a.id().required(), name: a.string().required(), count: a.integer(), at: a.datetime() }),
  more${index}Command: a
    .mutation()
    .arguments({
      id: a.id().required(), name: a.string(), count: a.integer(), share: a.float(), isLast: a.boolean(), content: a.json(),
    })
    .returns(a.ref('More${index}Answer'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.${source}, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('SendJob'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),`;
  });
  return `import { a } from '@aws-amplify/backend';
import { WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';
export const moreCommands = {${fields.join('')}
};
`;
}

function edit(file: string, replacements: readonly (readonly [string, string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`${file} has no "${from}": the copy could not be made larger.`);
    text = text.replace(from, () => to);
  }
  writeFileSync(file, text);
}
