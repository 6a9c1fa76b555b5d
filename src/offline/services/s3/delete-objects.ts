import type { AwsResponse } from '../contract.ts';
import { escapeXml, xmlError } from '../xml-error.ts';
import type { ObjectFiles } from './object-files.ts';
import { elementsOf, textOf, xmlAnswer } from './xml.ts';

const MAX_KEYS = 1000;

/** The keys that the body of a `DeleteObjects` names. */
export function keysToDelete(body: Buffer): readonly string[] {
  return elementsOf(body.toString('utf8'), 'Object').map((object) => textOf(object, 'Key') ?? '');
}

/** Removes up to a thousand objects; `removed` is told of each that was there. */
export function deleteObjects(objects: ObjectFiles, body: Buffer, removed: (key: string) => void): AwsResponse {
  const text = body.toString('utf8');
  const keys = keysToDelete(body);
  if (keys.length < 1 || keys.length > MAX_KEYS || keys.includes(''))
    return xmlError(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  for (const key of keys) {
    const existed = objects.head(key) !== undefined;
    objects.remove(key);
    if (existed) removed(key);
  }
  const listed =
    textOf(text, 'Quiet') === 'true'
      ? ''
      : keys.map((key) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`).join('');
  return xmlAnswer(`<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${listed}</DeleteResult>`);
}
