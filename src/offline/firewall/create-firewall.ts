import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Firewall, FirewallStatement } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import { createRateCounter } from './rate-counter.ts';

export interface FirewallRequest {
  readonly sourceIp: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Whether a request is blocked before anything else looks at it. */
export type Blocks = (request: FirewallRequest) => boolean;

/** Runs a firewall's rules: the first that allows or blocks decides, otherwise the default. */
export function createFirewall(firewall: Firewall, clock: Clock): Blocks {
  const rules = firewall.rules.map(({ outcome, statement }) => ({ outcome, matches: compile(statement, clock) }));
  return (request) => {
    for (const { outcome, matches } of rules) {
      if (matches(request) && outcome !== 'COUNT') return outcome === 'BLOCK';
    }
    return firewall.blocksByDefault;
  };
}

function compile(statement: FirewallStatement, clock: Clock): Blocks {
  switch (statement.kind) {
    case 'AND': {
      const all = statement.statements.map((inner) => compile(inner, clock));
      return (request) => all.every((matches) => matches(request));
    }
    case 'OR': {
      const any = statement.statements.map((inner) => compile(inner, clock));
      return (request) => any.some((matches) => matches(request));
    }
    case 'NOT': {
      const inner = compile(statement.statement, clock);
      return (request) => !inner(request);
    }
    case 'ADDRESSES':
      return matchAddresses(statement.cidrs);
    case 'HEADER':
      return matchHeader(statement);
    case 'RATE': {
      const scope = statement.scope === undefined ? () => true : compile(statement.scope, clock);
      const count = createRateCounter(clock, statement.windowSeconds * 1000);
      return (request) => scope(request) && count(request.sourceIp) > statement.limit;
    }
  }
}

function matchAddresses(cidrs: readonly string[]): Blocks {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', bits] = cidr.split('/');
    list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return ({ sourceIp }) =>
    (isIPv4(sourceIp) || isIPv6(sourceIp)) && list.check(sourceIp, isIPv6(sourceIp) ? 'ipv6' : 'ipv4');
}

function matchHeader({ header, position, text, isLowercased }: Extract<FirewallStatement, { kind: 'HEADER' }>): Blocks {
  return ({ headers }) => {
    const given = headers[header];
    if (given === undefined) return false;
    const value = isLowercased ? given.toLowerCase() : given;
    switch (position) {
      case 'EXACTLY':
        return value === text;
      case 'STARTS_WITH':
        return value.startsWith(text);
      case 'ENDS_WITH':
        return value.endsWith(text);
      case 'CONTAINS':
        return value.includes(text);
    }
  };
}
