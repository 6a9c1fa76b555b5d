import type { PolicyStatement, Role } from '../assembly/resources.ts';
import { evaluateConditions } from './policy-conditions.ts';
import type { PolicyContext } from './policy-context.ts';
import { resolveVariables } from './policy-variables.ts';
import { matchesWildcard } from './wildcard.ts';

export type PolicyDecision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

interface Memo {
  /** Without conditions or variables a decision depends on action and resource alone. */
  readonly usesContext: boolean;
  readonly decisions: Map<string, PolicyDecision>;
}

const MEMO_LIMIT = 10_000;
const memos = new WeakMap<Role, Memo>();
const ALLOWED: PolicyDecision = { allowed: true };

/** Does the role's policy allow the action on the resource? */
export function isAllowed(role: Role, action: string, resource: string, context: PolicyContext = {}): boolean {
  return evaluatePolicy(role, action, resource, context).allowed;
}

/** IAM's evaluation of identity policies: an explicit deny wins, then any allow, else an implicit deny. */
export function evaluatePolicy(
  role: Role,
  action: string,
  resource: string,
  context: PolicyContext = {},
): PolicyDecision {
  const memo = memoOf(role);
  const key = memo.usesContext ? JSON.stringify([action, resource, context]) : `${action}\n${resource}`;
  const known = memo.decisions.get(key);
  if (known !== undefined) return known;
  const decision = decide(role, action, resource, context);
  if (memo.decisions.size >= MEMO_LIMIT) memo.decisions.clear();
  memo.decisions.set(key, decision);
  return decision;
}

function memoOf(role: Role): Memo {
  const existing = memos.get(role);
  if (existing !== undefined) return existing;
  const usesContext = role.statements.some(
    (statement) =>
      Object.keys(statement.conditions).length > 0 ||
      [...statement.resources, ...statement.notResources].some((pattern) => pattern.includes('${')),
  );
  const memo: Memo = { usesContext, decisions: new Map() };
  memos.set(role, memo);
  return memo;
}

function decide(role: Role, action: string, resource: string, context: PolicyContext): PolicyDecision {
  const caller = `${role.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  let allowed = false;
  for (const statement of role.statements) {
    if (!coversAction(statement, action) || !coversResource(statement, resource, context)) continue;
    const condition = evaluateConditions(statement.conditions, context);
    if (typeof condition === 'object') {
      return {
        allowed: false,
        reason: `${caller}: the sandbox does not know the condition operator ${condition.unknownOperator}`,
      };
    }
    if (condition === 'no-match') continue;
    if (statement.effect === 'Deny')
      return { allowed: false, reason: `${caller} with an explicit deny in an identity-based policy` };
    allowed = true;
  }
  return allowed
    ? ALLOWED
    : { allowed: false, reason: `${caller} because no identity-based policy allows the ${action} action` };
}

/** IAM compares actions without regard to case, resources with it. */
function coversAction(statement: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  const matches = (pattern: string): boolean => matchesWildcard(pattern.toLowerCase(), wanted);
  return statement.notActions.length > 0 ? !statement.notActions.some(matches) : statement.actions.some(matches);
}

function coversResource(statement: PolicyStatement, resource: string, context: PolicyContext): boolean {
  const matches = (pattern: string): boolean => {
    const resolved = resolveVariables(pattern, context);
    return resolved !== undefined && matchesWildcard(resolved, resource);
  };
  return statement.notResources.length > 0 ? !statement.notResources.some(matches) : statement.resources.some(matches);
}
