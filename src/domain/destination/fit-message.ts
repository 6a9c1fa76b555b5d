import { composeLetters } from '../compose-letters.ts';
import type { Destination, MessageKind } from './destination.ts';
import { hasCharacter, lengthIn, missingFrom } from './korean-charset.ts';

/** The words of one message as they were rendered. */
export type Words = { readonly body: string; readonly subject?: string };

/** A character and what was put in its place. */
export type Replaced = { readonly from: string; readonly to: string };

/**
 * Words as a destination takes them, whole: never cut. CHARACTER: its charset lacks some; LENGTH, SUBJECT_LENGTH: they
 * fit into none of its kinds of message.
 */
export type Fitted =
  | {
      readonly ok: true;
      readonly kind: string;
      readonly words: Words;
      /** Bytes of the body, or UTF-16 units of UNICODE. */
      readonly length: number;
      readonly replaced: readonly Replaced[];
    }
  | { readonly ok: false; readonly problem: Misfit; readonly message: string };

/** Why words do not fit a destination. */
export type Misfit = 'CHARACTER' | 'LENGTH' | 'SUBJECT_LENGTH';

type Carrier = Pick<Destination, 'name' | 'charset' | 'messages' | 'replacements'>;

function replaceIn(text: string, { charset, replacements }: Carrier, replaced: Map<string, string>): string {
  if (charset === 'UNICODE' || lengthIn(charset, text) !== null) return text;
  let result = '';
  for (const character of composeLetters(text)) {
    const found = hasCharacter(charset, character) ? undefined : replacements.find(({ from }) => from === character);
    if (found !== undefined) replaced.set(found.from, found.to);
    result += found?.to ?? character;
  }
  return result;
}

/** A character with its number, so that those which cannot be seen can be found as well. */
export function nameOf(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `${character} (U+${number})` : `U+${number}`;
}

function lacking({ name, charset }: Carrier, { body, subject = '' }: Words): Fitted {
  const missing = missingFrom(charset, body + subject);
  const shown = missing.slice(0, MAX_NAMED).map(nameOf).join(', ');
  const rest = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
  return {
    ok: false,
    problem: 'CHARACTER',
    message:
      `destination ${name} cannot carry ${shown}${rest}. ` +
      'Write it in another way, or give the destination a replacement for it.',
  };
}

const MAX_NAMED = 5;

function unitOf({ charset }: Carrier): string {
  return charset === 'UNICODE' ? 'characters' : 'bytes';
}

/** How long a subject may be: none is taken where nothing is said, any where the receiver judges length itself. */
function mostOfSubject({ most, mostOfSubject: said }: MessageKind): number {
  return said ?? (most === undefined ? Number.POSITIVE_INFINITY : -1);
}

/** Whether a destination has a kind of message with a subject. */
export function takesSubject({ messages }: Pick<Destination, 'messages'>): boolean {
  return messages.some((kind) => mostOfSubject(kind) > 0);
}

/** Whether words fit into a kind of message; `subject` is null where there is none. */
function fits(kind: MessageKind, length: number, subject: number | null): boolean {
  if (kind.most !== undefined && length > kind.most) return false;
  return subject === null || subject <= mostOfSubject(kind);
}

function tooLong(carrier: Carrier, length: number, subject: number | null): Fitted {
  const { name, messages } = carrier;
  const unit = unitOf(carrier);
  const roomy = messages.filter(({ most }) => most === undefined || length <= most);
  if (roomy.length > 0 && subject !== null) {
    const most = Math.max(0, ...roomy.map(mostOfSubject));
    return {
      ok: false,
      problem: 'SUBJECT_LENGTH',
      message:
        most === 0
          ? `destination ${name} has no message with a subject that takes these words. Leave the subject out.`
          : `the subject takes ${subject} ${unit}, and destination ${name} takes at most ${most}. Shorten it.`,
    };
  }
  const most = Math.max(0, ...messages.map((kind) => kind.most ?? 0));
  return {
    ok: false,
    problem: 'LENGTH',
    message: `the text takes ${length} ${unit}, and destination ${name} takes at most ${most}. Shorten it.`,
  };
}

/**
 * Makes words fit a destination: replaces the characters that its charset lacks by its own table, and finds the first
 * kind of message that takes all of them. Words with a subject are of a kind that has one: a subject is never left out.
 */
export function fitMessage(carrier: Carrier, { body, subject }: Words): Fitted {
  const replaced = new Map<string, string>();
  const words: Words = {
    body: replaceIn(body, carrier, replaced),
    ...(subject === undefined || subject === '' ? {} : { subject: replaceIn(subject, carrier, replaced) }),
  };
  const length = lengthIn(carrier.charset, words.body);
  const ofSubject = words.subject === undefined ? 0 : lengthIn(carrier.charset, words.subject);
  if (length === null || ofSubject === null) return lacking(carrier, words);
  const subjectLength = words.subject === undefined ? null : ofSubject;
  const found = carrier.messages.find((kind) => fits(kind, length, subjectLength));
  if (found === undefined) return tooLong(carrier, length, subjectLength);
  const pairs = [...replaced].map(([from, to]) => ({ from, to }));
  return { ok: true, kind: found.kind, words, length, replaced: pairs };
}
