import type { TextDecoding } from './encoding.ts';
import type { OpenedFile } from './opened-file.ts';

/** The text of a file in pieces; a byte order mark is no part of it. */
export async function* readText(file: OpenedFile, decoder: TextDecoding): AsyncGenerator<string> {
  for await (const chunk of file.bytes) {
    if (chunk instanceof Uint8Array) yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode(new Uint8Array());
}
