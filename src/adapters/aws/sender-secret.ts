import type { SendResult } from '../../app/delivery/index.ts';

/** What a sender signs with, or what every message is answered while it cannot be read. */
type FoundSecret = { readonly secret: string } | { readonly missing: SendResult };

/** Reads a secret when it is first needed, so that a missing one concerns its own channel alone. */
type SenderSecret = {
  /** Reads it unless it is known. Never throws. */
  readonly prepare: () => Promise<void>;
  /** What was found last; nothing is read here once `prepare` has been called. */
  readonly get: () => Promise<FoundSecret>;
};

/** A person has to store it, or to permit reading it. Everything else passes with time. */
const FOR_A_PERSON = new Set(['ParameterNotFound', 'AccessDeniedException', 'InvalidKeyId', 'SecretEmptyError']);

/**
 * Keeps a secret once it was read; `source` throws when there is none. Without it the answers are `<name>_MISSING`, for a
 * person, or `<name>_UNREADABLE`.
 */
export function createSenderSecret(source: string | (() => Promise<string>), name: string): SenderSecret {
  const missing: SendResult = { kind: 'NOT_SENT', cause: 'DENIED', code: `${name}_MISSING` };
  const unreadable: SendResult = { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: `${name}_UNREADABLE` };
  const read = typeof source === 'string' ? async () => source : source;
  let found: FoundSecret | null = null;
  let reading: Promise<void> | null = null;
  const prepare = async (): Promise<void> => {
    if (found !== null && 'secret' in found) return;
    // The lanes of a shard ask at the same time.
    reading ??= readSecret(read, { missing, unreadable }).then((result) => {
      found = result;
      reading = null;
    });
    await reading;
  };
  return {
    prepare,
    get: async () => {
      if (found === null) await prepare();
      return found ?? { missing: unreadable };
    },
  };
}

async function readSecret(
  read: () => Promise<string>,
  { missing, unreadable }: { readonly missing: SendResult; readonly unreadable: SendResult },
): Promise<FoundSecret> {
  try {
    const secret = await read();
    // What is not signed could be anybody's.
    return secret === '' ? { missing } : { secret };
  } catch (error) {
    const isForAPerson = error instanceof Error && FOR_A_PERSON.has(error.name);
    return { missing: isForAPerson ? missing : unreadable };
  }
}
