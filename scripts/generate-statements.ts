import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { STATEMENT_FILE, statementFile } from './generate/statement-file.ts';

/** Writes the SQL of the reports as the module that functions carry. */
const root = resolve(import.meta.dirname, '..');
await writeFile(join(root, STATEMENT_FILE), await statementFile(root));
