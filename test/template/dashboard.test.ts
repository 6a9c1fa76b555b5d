import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chosenDashboard } from '../../amplify/analytics/dashboard/chosen-dashboard.ts';
import { measureUsage } from '../../scripts/quotas/measure-usage.ts';
import { overTarget } from '../../scripts/quotas/targets.ts';
import { DATA_SETS } from '../../src/domain/insight/index.ts';
import { checkAssembly } from '../../src/offline/assembly/check/index.ts';
import { CHOSEN_BY_COMPANY } from '../backends-under-test.ts';
import {
  allowedBy,
  ourAssembly,
  ourResources,
  permissionsOf,
  resourcesIn,
  type Resource,
} from './synthesized-stacks.ts';

const json = (value: unknown): string => JSON.stringify(value);
const quickSightIn = (resources: readonly Resource[]) =>
  resources.filter(({ Type }) => Type.startsWith('AWS::QuickSight'));

afterAll(() => vi.unstubAllEnvs());

describe('a backend without a dashboard', () => {
  it('has not one resource, right or variable for it', async () => {
    const resources = await ourResources();
    expect(quickSightIn(resources)).toEqual([]);
    expect(json(resources)).not.toMatch(/quicksight|DASHBOARD_/i);
  });
});

describe('a backend with a dashboard', () => {
  let assembly = '';
  let resources: readonly Resource[] = [];
  const ofType = (kind: string) => resources.filter(({ Type }) => Type === `AWS::QuickSight::${kind}`);
  const only = (kind: string): Resource['Properties'] => {
    const [found, ...others] = ofType(kind);
    if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${kind}`);
    return found.Properties;
  };

  beforeAll(async () => {
    for (const [name, value] of Object.entries(CHOSEN_BY_COMPANY)) vi.stubEnv(name, value);
    assembly = await ourAssembly();
    resources = resourcesIn(assembly);
  });

  it('is such that CloudFormation takes it, and leaves two fifths of every quota free', async () => {
    expect(await checkAssembly(assembly)).toEqual([]);
    expect(overTarget(measureUsage(assembly))).toEqual([]);
  });

  it('has a data source, a data set for each report with a refresh each morning, an analysis and a dashboard', () => {
    const names = Object.keys(DATA_SETS);
    const count = names.length;
    expect(quickSightIn(resources)).toHaveLength(3 + 2 * count);
    expect(ofType('DataSet')).toHaveLength(count);
    const refreshed = ofType('RefreshSchedule').map(({ Properties }) => Properties['DataSetId']);
    expect(refreshed.toSorted()).toEqual(
      ofType('DataSet')
        .map(({ Properties }) => Properties['DataSetId'])
        .toSorted(),
    );
    expect(only('DataSource')).toMatchObject({ Type: 'ATHENA' });
    expect(only('Dashboard')['Definition']).toEqual(only('Analysis')['Definition']);
  });

  it('draws no column that its data set does not have, and every data set', () => {
    const drawn = [
      ...json(only('Dashboard')['Definition']).matchAll(/"ColumnName":"(\w+)","DataSetIdentifier":"(\w+)"/g),
    ];
    expect(new Set(drawn.map(([, , dataSet]) => dataSet))).toEqual(new Set(Object.keys(DATA_SETS)));
    for (const [, column = '', dataSet] of drawn) {
      const [, found] = Object.entries(DATA_SETS).find(([name]) => name === dataSet) ?? [];
      expect(Object.keys(found?.columns ?? {})).toContain(column);
    }
  });

  it('shows the dashboard to one group, and lets another change what is behind it', () => {
    const group = (name: string) => expect.stringMatching(new RegExp(`group/default/${name}"`)) as string;
    const rights = (kind: string) => json(ofType(kind).map(({ Properties }) => Properties['Permissions']));
    expect(rights('Dashboard')).toEqual(group('marketing'));
    expect(rights('Dashboard')).not.toMatch(/Update|Delete|analysts/);
    for (const kind of ['DataSource', 'DataSet', 'Analysis']) {
      expect(rights(kind)).toEqual(group('analysts'));
      expect(rights(kind)).not.toContain('marketing');
    }
    expect(rights('DataSet')).not.toMatch(/Update|Delete/);
  });

  it('is read by a role of QuickSight that asks in our workgroup, reads what the data sets name and writes results alone', () => {
    const ours = resources.filter(({ logicalId }) => logicalId.startsWith('Dashboard'));
    const role = ours.find(({ Type }) => Type === 'AWS::IAM::Role');
    expect(json(role?.Properties['AssumeRolePolicyDocument'])).toContain('"Service":"quicksight.amazonaws.com"');
    expect(json(only('DataSource')['DataSourceParameters'])).toContain(role?.logicalId);
    const allowed = ours.filter(({ Type }) => Type === 'AWS::IAM::Policy').flatMap((policy) => allowedBy(policy));
    const on = (action: string) => json(allowed.filter(({ Action }) => Action.includes(action)));
    expect(on('athena:StartQueryExecution')).toMatch(/workgroup\/bonghwa-\w{8}"/);
    for (const table of ['events', 'deliveries', 'consents', 'reach', 'user_day']) {
      expect(on('glue:GetTable')).toContain(`/${table}"`);
      expect(on('s3:GetObject')).toContain(`/${table}/*"`);
    }
    for (const table of ['user_week', 'event_day']) expect(json(allowed)).not.toContain(table);
    expect(on('s3:PutObject')).toContain('/results/*"');
    expect(on('s3:PutObject')).not.toMatch(/events|deliveries|:::[^/]*\*/);
    expect(json(allowed)).not.toMatch(/"Action":"\*"|"Resource":"\*"|s3:DeleteObject/);
  });

  it('lets the function of the reports make addresses for users, and nothing else of QuickSight', () => {
    const granted = permissionsOf(resources, 'read-reports').filter(({ action }) => action.startsWith('quicksight:'));
    expect(granted.map(({ action }) => action)).toEqual(['quicksight:GenerateEmbedUrlForRegisteredUser']);
    expect(granted[0]?.resource).toMatch(/user\/default\/reader\/\*"/);
    const others = resources.filter(
      ({ logicalId, Type }) => Type === 'AWS::IAM::Policy' && !/readreports/i.test(logicalId),
    );
    expect(json(others)).not.toContain('quicksight:');
  });
});

describe('what may be chosen of the dashboard', () => {
  it.each([
    ['BONGHWA_DASHBOARD_MINUTES', '14'],
    ['BONGHWA_DASHBOARD_MINUTES', '601'],
    ['BONGHWA_DASHBOARD_DOMAINS', 'console.example.com'],
    ['BONGHWA_DASHBOARD_DOMAINS', 'https://a.example,https://b.example,https://c.example,https://d.example'],
    ['BONGHWA_DASHBOARD_USER', 'everybody'],
    ['BONGHWA_DASHBOARD_GROUP', 'a/b'],
  ])('%s cannot be %s', (name, value) => {
    for (const [chosen, usual] of Object.entries(CHOSEN_BY_COMPANY)) vi.stubEnv(chosen, usual);
    vi.stubEnv(name, value);
    expect(() => chosenDashboard()).toThrow(name);
  });

  it('is nothing without a group, whatever else is said', () => {
    vi.stubEnv('BONGHWA_DASHBOARD_GROUP', '');
    expect(chosenDashboard()).toBeUndefined();
  });
});
