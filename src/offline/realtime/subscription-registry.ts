import type { GraphqlExecutor, MutationEvent, Registration } from '../graphql/contract.ts';
import { matchesArguments, matchesFilter } from './match-filter.ts';

export interface Subscription {
  readonly registration: Registration;
  /** Told of each event that passed the filters. */
  readonly deliver: (event: MutationEvent) => void;
  /** Told once, when a mutation invalidated the subscription. */
  readonly invalidate: () => void;
}

export interface SubscriptionRegistry {
  add(subscription: Subscription): void;
  remove(subscription: Subscription): void;
  readonly size: number;
}

/** Keeps who listens to what, by mutation, and passes the executor's events on. */
export function createSubscriptionRegistry(
  executor: Pick<GraphqlExecutor, 'onMutation' | 'onInvalidation'>,
): SubscriptionRegistry {
  const byMutation = new Map<string, Set<Subscription>>();
  const all = new Set<Subscription>();

  executor.onMutation((event) => {
    for (const subscription of [...(byMutation.get(event.fieldName) ?? [])]) {
      if (accepts(subscription.registration, event)) subscription.deliver(event);
    }
  });
  executor.onInvalidation(({ subscriptionField, payload }) => {
    for (const subscription of [...all]) {
      const { registration } = subscription;
      if (registration.subscriptionField !== subscriptionField || registration.invalidationFilter === undefined)
        continue;
      if (matchesFilter(registration.invalidationFilter, payload)) subscription.invalidate();
    }
  });

  return {
    add(subscription) {
      all.add(subscription);
      for (const mutation of subscription.registration.mutations) {
        const listeners = byMutation.get(mutation) ?? new Set();
        byMutation.set(mutation, listeners.add(subscription));
      }
    },
    remove(subscription) {
      all.delete(subscription);
      for (const mutation of subscription.registration.mutations) byMutation.get(mutation)?.delete(subscription);
    },
    get size() {
      return all.size;
    },
  };
}

function accepts(registration: Registration, event: MutationEvent): boolean {
  return registration.filter === undefined
    ? matchesArguments(registration.argumentFilter, event.result)
    : matchesFilter(registration.filter, event.result);
}
