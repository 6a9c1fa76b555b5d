import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { acknowledge, anyVersionOf } from '../security/acknowledge.ts';
import { COMMAND_SOURCES } from './commands/data-sources.ts';
import type { data } from './resource.ts';

type Data = Pick<ReturnType<(typeof data)['getInstance']>, 'addLambdaDataSource'>;
type CommandName = keyof typeof COMMAND_SOURCES;

/** Puts each command's function behind the data source its resolver names. */
export function connectCommands(
  backend: { readonly data: Data } & Readonly<
    Record<CommandName, { readonly resources: { readonly lambda: IFunction } }>
  >,
): void {
  for (const [name, source] of Object.entries(COMMAND_SOURCES)) {
    if (!isCommandName(name)) continue;
    const { lambda } = backend[name].resources;
    const dataSource = backend.data.addLambdaDataSource(source, lambda);
    acknowledge(
      dataSource,
      `AwsSolutions-IAM5[Resource::${anyVersionOf(lambda)}]`,
      'AppSync may invoke this one function; CDK grants it together with its versions and aliases.',
    );
  }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMAND_SOURCES, name);
}
