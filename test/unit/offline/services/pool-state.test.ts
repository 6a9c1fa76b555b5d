import { expect, it } from 'vitest';
import { emptyPoolState, poolStateSchema } from '../../../../src/offline/services/cognito-idp/pool-state.ts';

it.each(['__proto__', 'constructor', '홍길동'])('keeps a user and a group that are called %s on disk', (name) => {
  const moment = { createdAt: 0, modifiedAt: 0 };
  const user = {
    username: name,
    attributes: {},
    groups: [name],
    status: 'CONFIRMED',
    enabled: true,
    codes: {},
    ...moment,
  };
  const state = { ...emptyPoolState(), users: { [name]: user }, groups: { [name]: { name, ...moment } } };
  const read = poolStateSchema.parse(JSON.parse(JSON.stringify(state)));
  expect(Object.entries(read.users)).toEqual([[name, user]]);
  expect(Object.entries(read.groups ?? {})).toEqual([[name, { name, ...moment }]]);
});

it('refuses a user who is none', () => {
  const { success } = poolStateSchema.safeParse({ ...emptyPoolState(), users: { someone: { username: 7 } } });
  expect(success).toBe(false);
});
