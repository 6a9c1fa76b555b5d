import { createDecoder, type Encoding } from './encoding.ts';
import type { OpenedFile } from './open-file.ts';

/** The text of a file in pieces; a byte order mark is no part of it. */
export async function* readText(file: OpenedFile, encoding: Encoding): AsyncGenerator<string> {
  const decoder = createDecoder(encoding);
  for await (const chunk of file.bytes) {
    if (Buffer.isBuffer(chunk)) yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode(new Uint8Array());
}
