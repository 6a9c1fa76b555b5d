import type { IFunction } from 'aws-cdk-lib/aws-lambda';
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
    backend.data.addLambdaDataSource(source, backend[name].resources.lambda);
  }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMAND_SOURCES, name);
}
