import { writeDown, type AuditChange } from '../../../src/app/audit/index.ts';
import { readIdText } from '../../../src/domain/id.ts';
import type { Field, FieldAnswer } from './answer-fields.ts';

/** Of an answer what is written down and not answered. */
export type Told = { readonly changes?: readonly AuditChange[] };

type Deps = Parameters<typeof writeDown>[0];

/** The argument that says what a command is about. */
type Subject = 'jobId' | 'runId' | 'customerId' | 'clientId';

/**
 * A field whose use leaves an entry in the audit log, whatever becomes of it (`writeDown` says what happens when the
 * entry cannot be written). Only the argument named by `subject` gets into it, and the changes that the field tells of:
 * no other argument does, because it may be an address or a text.
 */
export function writtenDown(
  deps: Deps,
  change: (...call: Parameters<Field>) => Promise<FieldAnswer & Told>,
  { subject, isAnnounced }: { readonly subject?: Subject; readonly isAnnounced?: true } = {},
): Field {
  return async (input, caller, action) => {
    const about = subject === undefined ? undefined : idAt(input, subject);
    const answer = await writeDown(
      deps,
      {
        actor: caller,
        action,
        ...(about === undefined ? {} : { subject: about, isOfCustomer: subject === 'customerId' }),
        ...(isAnnounced === undefined ? {} : { isAnnounced }),
      },
      () => change(input, caller, action),
      ({ changes }) => (changes === undefined ? {} : { changes }),
    );
    return answer.ok ? { ok: true, value: answer.value } : answer;
  };
}

/** As the command itself reads it; of what is no id nothing is kept. */
function idAt(input: unknown, name: Subject): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const value: unknown = Reflect.get(input, name);
  const read = typeof value === 'string' ? readIdText(value) : undefined;
  return read?.ok === true ? read.id : undefined;
}
