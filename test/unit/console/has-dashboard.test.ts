import { afterEach, expect, it, vi } from 'vitest';
import { connect, hasDashboard } from '../../../console/session/outputs.ts';

const data = {
  url: 'http://localhost/graphql',
  aws_region: 'ap-northeast-2',
  default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
  authorization_types: [],
};

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['has a dashboard', { hasDashboard: true }, true],
  ['has none', undefined, false],
  ['says something else of its own', { hasDashboards: 1 }, false],
])('asks for nothing of a dashboard unless the backend says that there is one: %s', async (_, custom, has) => {
  const outputs = { version: '1.4', data, ...(custom === undefined ? {} : { custom }) };
  vi.stubGlobal('fetch', async () => Response.json(outputs));
  expect(await connect()).toEqual({ ok: true });
  expect(hasDashboard()).toBe(has);
});
