import { mapArgument, stringArgument, UtilArgumentError } from './arguments.ts';
import type { Run, UtilCatalogue } from './run.ts';
import { isNull, pickKeys } from './values.ts';

/** Headers AppSync never copies to a downstream request. https://docs.aws.amazon.com/appsync/latest/devguide/http-helpers-in-utils-http-js.html */
const NOT_COPIED = new Set([
  'transfer-encoding',
  'connection',
  'host',
  'expect',
  'keep-alive',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'content-length',
]);

function addHeader(run: Run, name: string, value: unknown): void {
  const lower = name.toLowerCase();
  if (lower.startsWith('x-amzn-') || lower.startsWith('x-amz-') || lower === 'access-control-allow-origin') {
    throw new UtilArgumentError(`util.http cannot set the response header ${name}: AppSync owns it.`);
  }
  run.effects.responseHeaders[name] = isNull(value) ? '' : stringArgument('http.addResponseHeader', value);
}

export const httpUtil: UtilCatalogue = {
  'http.copyHeaders': (_run, headers) =>
    pickKeys(mapArgument('http.copyHeaders', headers), (name) => !NOT_COPIED.has(name.toLowerCase())),
  'http.addResponseHeader': (run, name, value) => {
    addHeader(run, stringArgument('http.addResponseHeader', name), value);
    return '';
  },
  'http.addResponseHeaders': (run, headers) => {
    for (const [name, value] of Object.entries(mapArgument('http.addResponseHeaders', headers)))
      addHeader(run, name, value);
    return '';
  },
};
