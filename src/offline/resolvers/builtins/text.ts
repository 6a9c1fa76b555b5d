import { stringArgument } from './arguments.ts';
import { javaRegex } from './java-regex.ts';
import type { UtilCatalogue } from './run.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** As Apache Commons' `escapeEcmaScript`, which AppSync uses. */
function escapeJavaScript(value: string): string {
  return value.replace(
    /['"\\/\u0000-\u001f\u007f-\uffff]/g,
    (char) => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** `application/x-www-form-urlencoded`, as Java's URLEncoder writes it: space is `+`, and `*-._` stay. */
function urlEncode(value: string): string {
  return encodeURIComponent(value)
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

export const textUtil: UtilCatalogue = {
  matches: (_run, pattern, value) =>
    // Java's Matcher.find(): https://docs.aws.amazon.com/appsync/latest/devguide/utility-helpers-in-util.html
    javaRegex(stringArgument('matches', pattern), '').test(stringArgument('matches', value)),
  escapeJavaScript: (_run, value) => escapeJavaScript(stringArgument('escapeJavaScript', value)),
  urlEncode: (_run, value) => urlEncode(stringArgument('urlEncode', value)),
  urlDecode: (_run, value) => decodeURIComponent(stringArgument('urlDecode', value).replace(/\+/g, ' ')),
  base64Encode: (_run, value) => Buffer.from(stringArgument('base64Encode', value), 'utf8').toString('base64'),
  base64Decode: (_run, value) => Buffer.from(stringArgument('base64Decode', value), 'base64').toString('utf8'),
};
