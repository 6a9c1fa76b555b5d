import { mapSegment, recognise, type PinpointThing } from '../../domain/pinpoint-export/index.ts';

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
  for (const file of files) things.push({ file, thing: parse(await read(file).catch(() => null)) });
  return things;
}

function parse(bytes: Uint8Array | null): PinpointThing {
  if (bytes === null) return { kind: 'unknown', reason: 'The file cannot be read.' };
  if (bytes.length > MAX_BYTES) return { kind: 'unknown', reason: `The file has more than ${MAX_BYTES} bytes.` };
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return recognise(json);
  } catch {
    return { kind: 'unknown', reason: 'The file is not JSON in UTF-8.' };
  }
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
