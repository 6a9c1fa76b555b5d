import { koreanMidnight } from '../schedule/korean-day.ts';
import type { LawRule } from './rule.ts';

/** Of the law before its amendment of 2014 nothing is kept: what seems to be older is judged by the oldest rules. */
const LAW_KNOWN_SINCE = '2014-11-29';

/** Rules, and the time in which exactly these are in force: from `from` on, before `until` (milliseconds). */
export type RulesInForce<Rule> = {
  readonly from: number;
  readonly until: number;
  readonly rules: readonly Rule[];
};

/** Chooses rules by the day of sending: the answer holds until a rule comes into force or ends. */
export function createRulesAt<Rule extends Pick<LawRule, 'from' | 'until'>>(
  rules: readonly Rule[],
): (at: number) => RulesInForce<Rule> {
  const dated = rules.map((rule) => ({
    rule,
    from: rule.from <= LAW_KNOWN_SINCE ? Number.NEGATIVE_INFINITY : koreanMidnight(rule.from),
    until: rule.until === undefined ? Number.POSITIVE_INFINITY : koreanMidnight(rule.until),
  }));
  const edges = [...new Set(dated.flatMap(({ from, until }) => [from, until]).filter(Number.isFinite))].sort(
    (a, b) => a - b,
  );
  const periods = [Number.NEGATIVE_INFINITY, ...edges].map((from, index) => ({
    from,
    until: edges[index] ?? Number.POSITIVE_INFINITY,
    rules: dated.filter((one) => one.from <= from && from < one.until).map(({ rule }) => rule),
  }));
  let last = periods.at(-1) ?? { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY, rules: [] };
  return (at) => {
    if (at >= last.from && at < last.until) return last;
    last = periods.find(({ from, until }) => at >= from && at < until) ?? last;
    return last;
  };
}
