import type { GraphQLSchema } from 'graphql';
import { stringsOf } from './field-access.ts';

/** `@aws_subscribe(mutations: [...])` of every subscription field. */
export function subscribedMutations(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const subscribed = new Map<string, readonly string[]>();
  const mutationFields = schema.getMutationType()?.getFields() ?? {};
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const directive = field.astNode?.directives?.find((candidate) => candidate.name.value === 'aws_subscribe');
    const mutations = (directive?.arguments ?? []).flatMap((argument) => stringsOf(argument.value));
    for (const name of mutations) {
      const mutation = mutationFields[name];
      if (mutation === undefined) {
        throw new Error(`Subscription.${field.name} subscribes to Mutation.${name}, which the schema does not have.`);
      }
    }
    subscribed.set(field.name, mutations);
  }
  return subscribed;
}
