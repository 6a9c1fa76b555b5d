import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { mapCampaign, mapSegment, mapTemplate } from '../../../src/domain/pinpoint-export/index.ts';
import { MANY_CASES } from './arbitraries.ts';
import {
  importedSegment,
  pinpointCampaign,
  pinpointSegment,
  pinpointTemplate,
  type Shape,
} from './pinpoint-arbitraries.ts';

type Mapped = { readonly mapped: unknown; readonly notMapped: readonly { readonly path: string }[] };
type Leaf = { readonly path: string; readonly changed: Shape };

/** What names a thing and its history at Pinpoint, and says nothing of what it does. */
const BOOKKEEPING =
  /^(ApplicationId|Arn|CreationDate|Id|LastModifiedDate|TemplateType|SegmentType|Version|State\.|DefaultState\.)/;

const OTHER: Readonly<Record<string, string>> = {
  INCLUSIVE: 'EXCLUSIVE',
  EXCLUSIVE: 'INCLUSIVE',
  ACTIVE: 'INACTIVE',
  INACTIVE: 'ACTIVE',
  ALL: 'NONE',
  ANY: 'ALL',
  NONE: 'ANY',
  OPEN_APP: 'DEEP_LINK',
  DEEP_LINK: 'URL',
  URL: 'OPEN_APP',
};

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 61;
  if (typeof value === 'boolean') return !value;
  return OTHER[String(value)] ?? `${String(value)}!`;
}

/** Every value that is neither an object nor a list, with the whole in which it is another one. */
function leavesOf(whole: Shape): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (value: unknown, path: string, replace: (changed: unknown) => unknown): void => {
    if (Array.isArray(value)) {
      const list: readonly unknown[] = value;
      list.forEach((item, at) => visit(item, `${path}[${at}]`, (changed) => replace(list.with(at, changed))));
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const at = path === '' ? name : `${path}.${name}`;
        visit(inner, at, (changed) => replace({ ...value, [name]: changed }));
      }
    } else {
      leaves.push({ path, changed: replace(other(value)) as Shape });
    }
  };
  visit(whole, '', (changed) => changed);
  return leaves;
}

/** Without a Url no Action opens anything but the app. */
function isIdle(path: string, leaves: readonly Leaf[]): boolean {
  return path.endsWith('.Action') && !leaves.some((leaf) => leaf.path === path.replace(/Action$/, 'Url'));
}

/** The leaves of which nobody is told, and which change nothing. */
function lostOf(map: (whole: Shape) => Mapped, whole: Shape): string[] {
  const result = map(whole);
  // Refused as a whole, with the reason.
  if (result.mapped === null) return result.notMapped.length > 0 ? [] : ['everything'];
  const isTold = (path: string): boolean =>
    result.notMapped.some(
      (note) => path === note.path || path.startsWith(`${note.path}.`) || path.startsWith(`${note.path}[`),
    );
  const leaves = leavesOf(whole);
  return leaves.flatMap(({ path, changed }) =>
    BOOKKEEPING.test(path) || isIdle(path, leaves) || isTold(path) || !isDeepStrictEqual(map(changed), result)
      ? []
      : [path],
  );
}

describe('what is exported from Pinpoint', { timeout: 300_000 }, () => {
  const cases: readonly [string, fc.Arbitrary<Shape>, (whole: Shape) => Mapped][] = [
    ['segment', pinpointSegment('s', ['a', 'b']), mapSegment],
    ['imported segment', importedSegment, mapSegment],
    ['campaign', pinpointCampaign, mapCampaign],
    ['push template', pinpointTemplate.PUSH, (whole) => mapTemplate(whole, 'PUSH')],
    ['e-mail template', pinpointTemplate.EMAIL, (whole) => mapTemplate(whole, 'EMAIL')],
    ['SMS template', pinpointTemplate.SMS, (whole) => mapTemplate(whole, 'SMS')],
  ];

  it.each(cases)('as a %s is taken over, refused or reported, leaf by leaf', (_name, arbitrary, map) => {
    let mapped = 0;
    fc.assert(
      fc.property(arbitrary, (whole) => {
        if (map(whole).mapped !== null) mapped += 1;
        const lost = lostOf(map, whole);
        if (lost.length > 0) expect(lost).toEqual([]);
      }),
      { numRuns: MANY_CASES },
    );
    expect(mapped).toBeGreaterThan(MANY_CASES / 20);
  });
});
