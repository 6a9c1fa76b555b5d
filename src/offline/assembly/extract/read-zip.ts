import { normalize } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { AssemblyError } from '../errors.ts';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATED = 8;
/** Lambda's limit of an unpacked bundle is 250 MB; a zip that claims more is not unpacked. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/** The files of a zip archive, by name. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function readZip(archive: Buffer, name: string): (readonly [string, Buffer])[] {
  const refuse = (why: string): AssemblyError => new AssemblyError('BAD_ASSEMBLY', `${name} is no zip file: ${why}.`);
  const end = findEnd(archive);
  if (end === undefined) throw refuse('it has no directory');
  const count = archive.readUInt16LE(end + 10);
  let position = archive.readUInt32LE(end + 16);
  const files: (readonly [string, Buffer])[] = [];
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (position + ENTRY_BYTES > archive.length || archive.readUInt32LE(position) !== ENTRY_SIGNATURE)
      throw refuse('its directory is cut off');
    const method = archive.readUInt16LE(position + 10);
    const packedBytes = archive.readUInt32LE(position + 20);
    const nameBytes = archive.readUInt16LE(position + 28);
    const file = archive.toString('utf8', position + ENTRY_BYTES, position + ENTRY_BYTES + nameBytes);
    total += archive.readUInt32LE(position + 24);
    if (total > MAX_UNPACKED_BYTES) throw refuse('it unpacks to more than Lambda takes');
    const local = archive.readUInt32LE(position + 42);
    position += ENTRY_BYTES + nameBytes + archive.readUInt16LE(position + 30) + archive.readUInt16LE(position + 32);
    if (file.endsWith('/')) continue;
    // A name that leads out of the folder would write somewhere else.
    if (normalize(file).startsWith('..') || file.startsWith('/')) throw refuse(`${file} leads out of it`);
    const start = local + LOCAL_BYTES + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + packedBytes);
    if (method === STORED) files.push([file, packed]);
    else if (method === DEFLATED) files.push([file, inflateRawSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES })]);
    else throw refuse(`${file} is packed by a method that is not known here (${method})`);
  }
  return files;
}

/** The directory's end is the last thing in the file but for a comment. */
function findEnd(archive: Buffer): number | undefined {
  const first = Math.max(0, archive.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let position = archive.length - END_BYTES; position >= first; position -= 1)
    if (archive.readUInt32LE(position) === END_SIGNATURE) return position;
  return undefined;
}
