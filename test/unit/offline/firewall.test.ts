import { describe, expect, it } from 'vitest';
import type { FirewallRule, FirewallStatement } from '../../../src/offline/assembly/resources.ts';
import { createFirewall } from '../../../src/offline/firewall/create-firewall.ts';

const HEADER: FirewallStatement = {
  kind: 'HEADER',
  header: 'authorization',
  position: 'STARTS_WITH',
  text: 'word ',
  isLowercased: true,
};
const HOME: FirewallStatement = { kind: 'ADDRESSES', cidrs: ['203.0.113.0/24', '2001:db8::/32'] };

function wall(rules: readonly FirewallRule[], blocksByDefault = false) {
  let now = 0;
  const blocks = createFirewall({ resourceArn: 'api', blocksByDefault, rules }, { now: () => now });
  return {
    ask: (sourceIp: string, authorization?: string) =>
      blocks({ sourceIp, headers: authorization === undefined ? {} : { authorization } }),
    advance: (milliseconds: number) => void (now += milliseconds),
  };
}

const block = (statement: FirewallStatement): FirewallRule => ({ name: 'r', outcome: 'BLOCK', statement });

describe('a firewall of the sandbox', () => {
  it('blocks a header from outside an address set, and nobody else', () => {
    const { ask } = wall([block({ kind: 'AND', statements: [HEADER, { kind: 'NOT', statement: HOME }] })]);
    expect(ask('198.51.100.1', 'WORD token')).toBe(true);
    expect(ask('203.0.113.9', 'Word token')).toBe(false);
    expect(ask('2001:db8::9', 'word token')).toBe(false);
    expect(ask('2001:db9::9', 'word token')).toBe(true);
    expect(ask('198.51.100.1', 'another word')).toBe(false);
    expect(ask('198.51.100.1')).toBe(false);
  });

  it('lets the first rule that decides decide; counting decides nothing', () => {
    const rules: FirewallRule[] = [
      { name: 'count', outcome: 'COUNT', statement: HOME },
      { name: 'allow', outcome: 'ALLOW', statement: HOME },
      block({ kind: 'OR', statements: [HEADER, HOME] }),
    ];
    expect(wall(rules).ask('203.0.113.9', 'word x')).toBe(false);
    expect(wall(rules).ask('198.51.100.1', 'word x')).toBe(true);
    expect(wall([], true).ask('203.0.113.9')).toBe(true);
  });

  it('counts the requests of each address in a window that moves, within a scope', () => {
    const rate = block({ kind: 'RATE', limit: 3, windowSeconds: 300, scope: HEADER });
    const { ask, advance } = wall([rate]);
    const times = (count: number, address: string) => Array.from({ length: count }, () => ask(address, 'word x'));
    expect(times(4, '203.0.113.1')).toEqual([false, false, false, true]);
    expect(ask('203.0.113.2', 'word x')).toBe(false);
    expect(ask('203.0.113.1')).toBe(false);
    advance(150_000);
    expect(ask('203.0.113.1', 'word x')).toBe(true);
    advance(200_000);
    expect(ask('203.0.113.1', 'word x')).toBe(false);
  });
});
