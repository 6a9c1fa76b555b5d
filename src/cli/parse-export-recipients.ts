import { parseArgs } from 'node:util';
import { parseSignIn, SIGN_IN_WORDS } from './parse-sign-in.ts';
import type { SignInOptions } from './sign-in.ts';

const OUTCOMES = ['INCLUDED', 'EXCLUDED'] as const;

export interface ExportRecipientsCommand extends SignInOptions {
  readonly name: 'export-recipients';
  readonly jobId: string;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly out: string;
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
      ...SIGN_IN_WORDS,
    },
  });
  const { job, out } = values;
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
      ...parseSignIn(values),
    },
  };
}
