import { findRepeatedName, placeIn, type RepeatedName } from '../../standards/json-names.ts';
import { mapSegment, recogniseAll, type PinpointThing } from '../../domain/pinpoint-export/index.ts';

export interface ReadThing {
  readonly file: string;
  readonly thing: PinpointThing;
}

/** No definition of Pinpoint's comes near; a larger file is something else. */
const MAX_BYTES = 10 * 1024 * 1024;

/** Reads what files hold; one that is not JSON is a thing nobody knows, with the reason. */
export async function readThings(
  files: readonly string[],
  read: (file: string) => Promise<Uint8Array>,
): Promise<readonly ReadThing[]> {
  const things: ReadThing[] = [];
  for (const file of files) {
    for (const thing of parse(await read(file).catch(() => null))) things.push({ file, thing });
  }
  return things;
}

function parse(bytes: Uint8Array | null): readonly PinpointThing[] {
  const unknown = (reason: string): readonly PinpointThing[] => [{ kind: 'unknown', reason }];
  if (bytes === null) return unknown('The file cannot be read.');
  if (bytes.length > MAX_BYTES) return unknown(`The file has more than ${MAX_BYTES} bytes.`);
  try {
    // What PowerShell redirects into a file is UTF-16.
    const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
    const text = new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
    const json: unknown = JSON.parse(text);
    const repeated = findRepeatedName(text);
    return repeated === null ? recogniseAll(json) : unknown(describeRepeated(text, repeated));
  } catch {
    return unknown('The file is not JSON in UTF-8.');
  }
}

/** One of its values would be lost in silence. */
function describeRepeated(text: string, { path, at, before }: RepeatedName): string {
  const [first, second] = [placeIn(text, before), placeIn(text, at)];
  const place = ({ line, column }: typeof first): string => `line ${line}, column ${column}`;
  return `${JSON.stringify(path)} stands twice, at ${place(first)} and ${place(second)}: leave one out.`;
}

const ORDER = ['template', 'segment', 'campaign', 'unknown'];

/** Templates, then segments, each behind those it builds on, then the campaigns that use both. */
export function inDependencyOrder(things: readonly ReadThing[]): readonly ReadThing[] {
  const byId = new Map<string, ReadThing>();
  const sourcesOf = (one: ReadThing): readonly string[] =>
    one.thing.kind === 'segment' ? (mapSegment(one.thing.value).mapped?.sourceIds ?? []) : [];
  for (const one of things) {
    const id = one.thing.kind === 'segment' ? mapSegment(one.thing.value).mapped?.pinpointId : undefined;
    if (id !== undefined) byId.set(id, one);
  }
  const ordered = new Set<ReadThing>();
  const path = new Set<ReadThing>();
  const visit = (one: ReadThing): void => {
    // A circle is the server's to refuse.
    if (path.has(one)) return;
    path.add(one);
    for (const id of sourcesOf(one)) {
      const source = byId.get(id);
      if (source !== undefined) visit(source);
    }
    path.delete(one);
    ordered.add(one);
  };
  for (const one of things.toSorted((a, b) => ORDER.indexOf(a.thing.kind) - ORDER.indexOf(b.thing.kind))) visit(one);
  return [...ordered];
}
