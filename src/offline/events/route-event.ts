import type { EventRule } from '../assembly/resources.ts';
import { compileEventPattern, type EventMatcher } from './event-pattern/compile-event-pattern.ts';
import type { EventEnvelope } from './event-envelope.ts';

/** Finds the enabled rules that an event matches. */
export function createEventRouter(rules: readonly EventRule[]): (event: EventEnvelope) => readonly EventRule[] {
  const compiled = rules
    .filter((rule) => rule.enabled && rule.targets.length > 0)
    .map((rule): { readonly rule: EventRule; readonly matches: EventMatcher } => {
      const pattern = compileEventPattern(rule.pattern);
      if (!pattern.ok) throw new Error(`The event pattern of the rule ${rule.name}: ${pattern.problem}.`);
      return { rule, matches: pattern.matches };
    });
  return (event) => compiled.filter(({ matches }) => matches(event)).map(({ rule }) => rule);
}
