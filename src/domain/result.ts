/** An expected refusal: a stable code, and a message that says what happened, to which input, and what to do. */
export type DomainError<Code extends string = string> = {
  readonly code: Code;
  readonly message: string;
};

/** A refused command. */
export type Refused<Code extends string = string> = { readonly ok: false; readonly error: DomainError<Code> };

/** Builds a refusal. */
export function refuse<Code extends string>(code: Code, message: string): Refused<Code> {
  return { ok: false, error: { code, message } };
}
