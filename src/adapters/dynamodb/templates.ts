import * as z from 'zod';
import type { TemplateStore } from '../../app/ports.ts';
import type { TemplateVersion } from '../../domain/template/index.ts';
import { readRow } from './read-rows.ts';
import type { Database, TableNames } from './tables.ts';
import { templateDocument, templateVersionDocument } from './template-document.ts';
import { revisionGuard, writeRow } from './write-row.ts';

/** Versions kept in a process: they never change, and every message of a template asks for the same one. */
const KEPT_VERSIONS = 200;

const revised = z.object({ revision: z.int() });

/** Templates and their versions as rows of their models. */
export function createTemplates(
  database: Database,
  tables: Pick<TableNames, 'template' | 'templateVersion'>,
): TemplateStore {
  const versions = new Map<string, TemplateVersion>();
  const keep = (name: string, version: TemplateVersion): TemplateVersion => {
    const [oldest] = versions.keys();
    if (versions.size >= KEPT_VERSIONS && oldest !== undefined) versions.delete(oldest);
    versions.set(name, version);
    return version;
  };
  return {
    get: async (id) => {
      const row = await readRow(database, tables.template, { id });
      return row === null ? null : { value: templateDocument.parse(row), revision: revised.parse(row).revision };
    },
    getVersion: async (templateId, version) => {
      const name = `${templateId}#${version}`;
      const kept = versions.get(name);
      if (kept !== undefined) return kept;
      const row = await readRow(database, tables.templateVersion, { templateId, version });
      return row === null ? null : keep(name, templateVersionDocument.parse(row));
    },
    putVersion: async ({ templateId, version, ...fields }, by, warnings = []) =>
      writeRow(database, {
        table: tables.templateVersion,
        typename: 'TemplateVersion',
        key: { templateId, version },
        fields: { ...fields, warnings, createdBy: by.id },
        guard: { attribute: 'templateId', expected: undefined },
      }),
    put: async ({ id, ...fields }, revision, by) =>
      writeRow(database, {
        table: tables.template,
        typename: 'Template',
        key: { id },
        fields: { ...fields, revision: revision + 1, updatedBy: by.id },
        guard: revisionGuard(revision),
      }),
  };
}
