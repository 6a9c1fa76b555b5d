import type { Parameter } from '../../assembly/resources.ts';
import { errorResponse, jsonObject, jsonResponse, notSupportedOffline, targetOperation } from '../aws-response.ts';
import type { Authorization, AwsResponse, AwsService } from '../contract.ts';

export interface SsmOptions {
  readonly parameters: readonly Parameter[];
  readonly region: string;
  readonly accountId: string;
}

type Input = Readonly<Record<string, unknown>>;
const MAX_NAMES = 10;

/** Systems Manager parameters of the backend, read-only: GetParameter, GetParameters, GetParametersByPath. */
export function createSsm({ parameters, region, accountId }: SsmOptions): AwsService {
  const arnOf = (name: string) =>
    `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  const wire = ({ name, value }: Parameter) => ({
    Name: name,
    Type: 'String',
    Value: value,
    Version: 1,
    ARN: arnOf(name),
    DataType: 'text',
  });
  const find = (name: unknown) =>
    parameters.find((parameter) => parameter.name === name || arnOf(parameter.name) === name);

  function run(operation: string, input: Input): AwsResponse {
    switch (operation) {
      case 'GetParameter': {
        const found = find(input['Name']);
        return found === undefined
          ? errorResponse(400, 'ParameterNotFound', `Parameter ${String(input['Name'])} not found.`)
          : jsonResponse(200, { Parameter: wire(found) });
      }
      case 'GetParameters': {
        const names = namesOf(input);
        if (names.length < 1 || names.length > MAX_NAMES)
          return errorResponse(400, 'ValidationException', `Names must hold 1 to ${MAX_NAMES} names.`);
        return jsonResponse(200, {
          Parameters: names.flatMap((name) => find(name) ?? []).map(wire),
          InvalidParameters: names.filter((name) => find(name) === undefined),
        });
      }
      case 'GetParametersByPath':
        return byPath(parameters, input, wire);
      default:
        return notSupportedOffline('SSM', operation);
    }
  }

  return {
    authorizationOf(request): Authorization | readonly Authorization[] {
      const action = `ssm:${targetOperation(request.headers)}`;
      const input = jsonObject(request.body) ?? {};
      const names = [
        ...namesOf(input),
        ...[input['Name'], input['Path']].filter((name): name is string => typeof name === 'string'),
      ];
      return names.map((name) => ({ action, resource: name.startsWith('arn:') ? name : arnOf(name) }));
    },
    handle(request) {
      const input = jsonObject(request.body);
      return Promise.resolve(
        input === undefined
          ? errorResponse(400, 'SerializationException', 'The request body is not a JSON object.')
          : run(targetOperation(request.headers), input),
      );
    },
  };
}

function byPath(parameters: readonly Parameter[], input: Input, wire: (parameter: Parameter) => unknown): AwsResponse {
  const path = typeof input['Path'] === 'string' ? input['Path'] : '';
  if (!path.startsWith('/')) return errorResponse(400, 'ValidationException', 'Path must start with a slash.');
  if (input['ParameterFilters'] !== undefined)
    return notSupportedOffline('SSM', 'GetParametersByPath with ParameterFilters');
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const matching = parameters.filter(
    ({ name }) => name.startsWith(prefix) && (input['Recursive'] === true || !name.slice(prefix.length).includes('/')),
  );
  const max = typeof input['MaxResults'] === 'number' ? input['MaxResults'] : 10;
  const start = typeof input['NextToken'] === 'string' ? Number.parseInt(input['NextToken'], 10) : 0;
  const page = matching.slice(start, start + max);
  return jsonResponse(200, {
    Parameters: page.map(wire),
    ...(start + max < matching.length ? { NextToken: String(start + max) } : {}),
  });
}

function namesOf(input: Input): readonly string[] {
  return Array.isArray(input['Names']) ? input['Names'].filter((name): name is string => typeof name === 'string') : [];
}
