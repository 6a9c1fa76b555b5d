import { parseArgs } from 'node:util';

const OUTCOMES = ['INCLUDED', 'EXCLUDED'] as const;

export interface ExportRecipientsCommand {
  readonly name: 'export-recipients';
  readonly jobId: string;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly out: string;
  readonly outputs: string;
  readonly email?: string;
  readonly password?: string;
}

/** The words behind `export-recipients`. */
export function parseExportRecipients(
  words: string[],
): { readonly ok: true; readonly command: ExportRecipientsCommand } | { readonly ok: false; readonly message: string } {
  const { values } = parseArgs({
    args: words,
    options: {
      job: { type: 'string' },
      outcome: { type: 'string', default: 'INCLUDED' },
      out: { type: 'string' },
      outputs: { type: 'string', default: 'amplify_outputs.json' },
      email: { type: 'string' },
      password: { type: 'string' },
    },
  });
  const { job, out, outputs, email, password } = values;
  if (job === undefined || out === undefined) {
    return { ok: false, message: 'export-recipients takes --job ID and --out FILE.' };
  }
  const outcome = OUTCOMES.find((known) => known === values.outcome.toUpperCase());
  if (outcome === undefined) {
    return { ok: false, message: `--outcome takes ${OUTCOMES.join(' or ')}, not "${values.outcome}".` };
  }
  return {
    ok: true,
    command: {
      name: 'export-recipients',
      jobId: job,
      outcome,
      out,
      outputs,
      ...(email === undefined ? {} : { email }),
      ...(password === undefined ? {} : { password }),
    },
  };
}
