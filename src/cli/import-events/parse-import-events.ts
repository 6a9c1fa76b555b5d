import { parseArgs } from 'node:util';
import { ENCODINGS } from '../../import-reader/encoding.ts';
import { choose } from '../import/parse-import.ts';
import type { ImportEventsCommand } from './import-events-command.ts';

/** The words behind `import-events`. */
export function parseImportEvents(
  words: string[],
): { readonly ok: true; readonly command: ImportEventsCommand } | { readonly ok: false; readonly message: string } {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      outputs: { type: 'string', default: 'amplify_outputs.json' },
      client: { type: 'string' },
      key: { type: 'string' },
      'key-file': { type: 'string' },
      format: { type: 'string' },
      encoding: { type: 'string' },
      rejected: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) return { ok: false, message: 'import-events takes at least one FILE or folder.' };
  const { client: clientId, key: keyId, 'key-file': keyFile } = values;
  if (clientId === undefined || keyId === undefined || keyFile === undefined) {
    const message =
      'import-events speaks as a registered server: give --client, --key and --key-file. saveApiClient registers one.';
    return { ok: false, message };
  }
  const format = choose('format', values.format, ['ndjson', 'json']);
  const encoding = choose('encoding', values.encoding, ENCODINGS);
  return {
    ok: true,
    command: {
      name: 'import-events',
      paths: positionals,
      outputs: values.outputs,
      clientId,
      keyId,
      keyFile,
      how: {
        ...(format === undefined ? {} : { format }),
        ...(encoding === undefined ? {} : { encoding }),
      },
      ...(values.rejected === undefined ? {} : { rejectedFolder: values.rejected }),
      json: values.json,
    },
  };
}
