import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the SQL of the reports lies, and the module that functions carry it in: a bundler takes no `.sql`. */
const SQL_FOLDER = 'src/domain/insight/sql';
/** The module that is written. */
export const STATEMENT_FILE = 'src/domain/insight/generated/statements.ts';

/** Every question mark stands before a comment with its name: they are numbered by place, and are many. */
const PARAMETER = /\?(?: \/\* (\w+) \*\/)?/g;

/** The module that holds every SQL file of the folder with the names of its parameters, in their order. */
export async function statementFile(root: string): Promise<string> {
  const folder = join(root, SQL_FOLDER);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const entries = await Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(folder, file), 'utf8');
      const parameters = [...sql.matchAll(PARAMETER)].map(([, name]) => name);
      if (parameters.includes(undefined)) throw new Error(`${file}: write each parameter as ? /* name */.`);
      return `  ${JSON.stringify(file.slice(0, -'.sql'.length))}: {\n    sql: ${JSON.stringify(sql)},\n    parameters: ${JSON.stringify(parameters)},\n  },\n`;
    }),
  );
  return `// Written by \`npm run generate:statements\` from ${SQL_FOLDER}. Do not change it by hand.\n\n/** Each SQL file by its name, with the names of its parameters by their place. */\nexport const STATEMENTS = {\n${entries.join('')}} as const;\n`;
}
