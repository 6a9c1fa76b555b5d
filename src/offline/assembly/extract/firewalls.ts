import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import { AssemblyError } from '../errors.ts';
import type { Firewall, FirewallRule, FirewallStatement } from '../resources.ts';
import { describe } from '../stack.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty } from './read-property.ts';

const action = z.object({ Allow: z.unknown(), Block: z.unknown(), Count: z.unknown() }).partial();
const ruleShape = z.object({
  Name: z.string(),
  Priority: numeric,
  Action: action.optional(),
  Statement: z.record(z.string(), z.unknown()),
});
const byteMatch = z.object({
  FieldToMatch: z.strictObject({ SingleHeader: z.object({ Name: z.string() }) }),
  PositionalConstraint: z.enum(['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS']),
  SearchString: z.string(),
  TextTransformations: z.array(z.object({ Priority: numeric, Type: z.enum(['NONE', 'LOWERCASE']) })),
});
const nested = z.record(z.string(), z.unknown());
const rateBased = z.object({
  Limit: numeric,
  AggregateKeyType: z.literal('IP'),
  EvaluationWindowSec: numeric.default(300),
  ScopeDownStatement: nested.optional(),
});

type Sets = ReadonlyMap<string, readonly string[]>;

/** Web application firewalls in front of an API. What their rules say is run or refused by name, never half understood. */
export function extractFirewalls(inventory: Inventory): Firewall[] {
  const sets = new Map(
    inventory
      .ofType('AWS::WAFv2::IPSet')
      .map((view) => [inventory.attribute(view, 'Arn'), readProperty(view, 'Addresses', z.array(z.string()))]),
  );
  const acls = inventory.ofType('AWS::WAFv2::WebACL');
  return inventory.ofType('AWS::WAFv2::WebACLAssociation').flatMap((association) => {
    const arn = association.requiredText('WebACLArn');
    const acl = acls.find((view) => inventory.attribute(view, 'Arn') === arn);
    if (acl === undefined) return [];
    const byDefault = readProperty(acl, 'DefaultAction', action);
    return [
      {
        resourceArn: association.requiredText('ResourceArn'),
        blocksByDefault: byDefault.Block !== undefined,
        rules: readProperty(acl, 'Rules', z.array(ruleShape).default([]))
          .sort((a, b) => a.Priority - b.Priority)
          .flatMap((rule) => toRule(rule, acl, sets, inventory)),
      },
    ];
  });
}

function toRule(rule: z.infer<typeof ruleShape>, acl: ResourceView, sets: Sets, inventory: Inventory): FirewallRule[] {
  if (rule.Statement['ManagedRuleGroupStatement'] !== undefined) {
    // What is in them only AWS knows.
    inventory.skip(`AWS::WAFv2::WebACL (managed rules ${rule.Name})`);
    return [];
  }
  const { Action: chosen = {} } = rule;
  const outcome = chosen.Block !== undefined ? 'BLOCK' : chosen.Allow !== undefined ? 'ALLOW' : 'COUNT';
  return [{ name: rule.Name, outcome, statement: toStatement(rule.Statement, rule.Name, acl, sets) }];
}

function toStatement(
  statement: Readonly<Record<string, unknown>>,
  rule: string,
  acl: ResourceView,
  sets: Sets,
): FirewallStatement {
  const [[kind, value] = ['(none)', undefined], ...others] = Object.entries(statement);
  const inner = (part: unknown): FirewallStatement => toStatement(nested.parse(part), rule, acl, sets);
  const all = (part: unknown): FirewallStatement[] =>
    z
      .object({ Statements: z.array(nested) })
      .parse(part)
      .Statements.map(inner);
  const notSupported = (what: string): AssemblyError =>
    new AssemblyError(
      'NOT_AVAILABLE_OFFLINE',
      `${describe(acl.located)}: rule ${rule}: ${what} is not supported offline.`,
    );
  if (others.length > 0) throw notSupported(`a statement of several kinds (${Object.keys(statement).join(', ')})`);
  switch (kind) {
    case 'AndStatement':
      return { kind: 'AND', statements: all(value) };
    case 'OrStatement':
      return { kind: 'OR', statements: all(value) };
    case 'NotStatement':
      return { kind: 'NOT', statement: inner(z.object({ Statement: nested }).parse(value).Statement) };
    case 'IPSetReferenceStatement': {
      const addresses = sets.get(z.strictObject({ Arn: z.string() }).parse(value).Arn);
      if (addresses === undefined) throw notSupported('an address set that is not part of the backend');
      return { kind: 'ADDRESSES', cidrs: addresses };
    }
    case 'ByteMatchStatement': {
      const parsed = byteMatch.safeParse(value);
      if (!parsed.success) throw notSupported(`this ByteMatchStatement (${z.prettifyError(parsed.error)})`);
      const { FieldToMatch, PositionalConstraint, SearchString, TextTransformations } = parsed.data;
      return {
        kind: 'HEADER',
        header: FieldToMatch.SingleHeader.Name.toLowerCase(),
        position: PositionalConstraint,
        text: SearchString,
        isLowercased: TextTransformations.some(({ Type }) => Type === 'LOWERCASE'),
      };
    }
    case 'RateBasedStatement': {
      const parsed = rateBased.safeParse(value);
      if (!parsed.success) throw notSupported(`this RateBasedStatement (${z.prettifyError(parsed.error)})`);
      const { Limit, EvaluationWindowSec, ScopeDownStatement: scope } = parsed.data;
      return {
        kind: 'RATE',
        limit: Limit,
        windowSeconds: EvaluationWindowSec,
        ...(scope === undefined ? {} : { scope: inner(scope) }),
      };
    }
    default:
      throw notSupported(kind);
  }
}
