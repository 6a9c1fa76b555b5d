import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { withQuickConfig } from '../../../src/adapters/aws/quick-config.ts';

/** Whether V8 keeps an object as one, and not as a dictionary. */
function isQuick(object: object): unknown {
  setFlagsFromString('--allow-natives-syntax');
  try {
    return runInNewContext('%HasFastProperties(object)', { object });
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

it('keeps the configuration of a client of the AWS SDK as an object, which the SDK itself makes a dictionary', () => {
  const open = () =>
    new SQSClient({ region: 'ap-northeast-2', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  expect(isQuick(open().config)).toBe(false);
  const client = open();
  const names = Object.keys(client.config);
  expect(withQuickConfig(client)).toBe(client);
  expect(isQuick(client.config)).toBe(true);
  expect(Object.keys(client.config)).toEqual(names);
});
