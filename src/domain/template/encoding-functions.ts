import { digestHex } from '../../standards/digest.ts';
import { textFunction, type TemplateFunction } from './template-function.ts';
import { RenderStop } from './value.ts';

function encode64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

function decode64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RenderStop(`${JSON.stringify(text.slice(0, 40))} is not Base64 of a text.`);
  }
}

/** A UUID (version 8) of who is written to, when, and which of the message's UUIDs it is: the domain has no dice. */
const uuid: TemplateFunction = {
  parameters: { min: 0, max: 0 },
  named: [],
  call: (_values, _named, frame) => {
    frame.uuids += 1;
    const seed = JSON.stringify([frame.customer.id, frame.endpoint.id, frame.now, frame.uuids]);
    const digest = digestHex('sha256', seed);
    const variant = ((Number.parseInt(digest.charAt(16), 16) & 3) | 8).toString(16);
    return [
      digest.slice(0, 8),
      digest.slice(8, 12),
      `8${digest.slice(13, 16)}`,
      variant + digest.slice(17, 20),
      digest.slice(20, 32),
    ].join('-');
  },
};

/**
 * Pinpoint's helpers that encode and hash, by name. `uuid` is the same for the same recipient and moment, so that a
 * message can be rendered again.
 */
export const ENCODING_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([
  ['encode64', textFunction(encode64)],
  ['decode64', textFunction(decode64)],
  ['md5', textFunction((text) => digestHex('md5', text))],
  ['sha256', textFunction((text) => digestHex('sha256', text))],
  ['sha512', textFunction((text) => digestHex('sha512', text))],
  ['uuid', uuid],
]);
