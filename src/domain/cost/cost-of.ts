import { refuse, type Refused } from '../result.ts';
import { billingMonthOf } from './billing-month.ts';
import { exact, NOTHING, plus, times, type Exact } from './exact.ts';
import { AWS_MONTH, inForce, type PriceRow, type RateRow } from './price.ts';

/** How many units of an item a send uses, and how many of this month were used before it. */
export type UnitCount = { readonly item: string; readonly units: number; readonly unitsBefore?: number };

/** Units that were accepted at a moment (milliseconds since the epoch), and those of them that failed later. */
export type Use = {
  readonly item: string;
  readonly units: number;
  readonly at: number;
  readonly failed?: readonly { readonly units: number; readonly at: number }[];
};

/** What the units of one item cost in one billing month, in the currency of their price row. */
export type CostLine = {
  readonly item: string;
  /** Units that were used, without those that are paid back. */
  readonly units: number;
  /** Such as `2026-11`, by the calendar of whoever bills. */
  readonly month: string;
  readonly currency: string;
  readonly amount: Exact;
};

/** A sum in one currency, exactly, with the lines it consists of (each still in its own currency). */
export type Cost = { readonly currency: string; readonly amount: Exact; readonly lines: readonly CostLine[] };

/** The currency to count in, and what others are worth in it. */
export type Money = { readonly currency: string; readonly rates: readonly RateRow[] };

/** A cost; or which price row, or which exchange rate, is missing: then it is unknown. */
export type CostAnswer = { readonly ok: true; readonly cost: Cost } | Refused<'NO_PRICE' | 'NO_EXCHANGE_RATE'>;

const MICROS = 1_000_000n;
const HOUR_MS = 3_600_000;

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** What units cost by a row, when so many of the month came before them: the free ones, then tier by tier. */
function amountOf(row: PriceRow, units: number, unitsBefore: number): Exact {
  let micros = 0n;
  const end = unitsBefore + units;
  const steps = [{ above: 0, micros: 0 }, { above: row.freeUnits, micros: row.micros }, ...(row.tiers ?? [])];
  for (const [index, step] of steps.entries()) {
    const from = Math.max(unitsBefore, step.above);
    const to = Math.min(end, steps[index + 1]?.above ?? end);
    if (to > from) micros += BigInt(to - from) * BigInt(step.micros);
  }
  return exact(micros, BigInt(row.per) * MICROS);
}

/** Units that stay paid: a row says for how long those that fail are paid back. */
function unitsKept({ units, at, failed = [] }: Use, { refundHours }: PriceRow): number {
  if (refundHours === undefined) return units;
  const latest = at + refundHours * HOUR_MS;
  return units - failed.reduce((sum, failure) => sum + (failure.at <= latest ? failure.units : 0), 0);
}

function monthOf({ monthZone = AWS_MONTH }: PriceRow, at: number): string {
  return billingMonthOf(at, monthZone);
}

type Priced = CostLine & { readonly inMoney: Exact };

/** What units of an item cost at a moment, when so many of the month came before them. */
function priced(
  row: PriceRow,
  { units, unitsBefore }: { readonly units: number; readonly unitsBefore: number },
  at: number,
  money: Money,
): Priced | Refused<'NO_EXCHANGE_RATE'> {
  const { item, currency } = row;
  const line = { item, units, month: monthOf(row, at), amount: amountOf(row, units, unitsBefore) };
  if (currency === money.currency) return { ...line, currency, inMoney: line.amount };
  const rate = inForce(
    money.rates.filter(({ from, to }) => from === currency && to === money.currency),
    at,
  );
  if (rate === undefined) {
    return refuse(
      'NO_EXCHANGE_RATE',
      `There is no exchange rate from ${currency} to ${money.currency} on ${day(at)}. Add a rate row.`,
    );
  }
  return { ...line, currency, inMoney: times(line.amount, exact(BigInt(rate.micros), MICROS)) };
}

function rowOf(item: string, prices: readonly PriceRow[], at: number): PriceRow | Refused<'NO_PRICE'> {
  const row = inForce(
    prices.filter((price) => price.item === item),
    at,
  );
  return row ?? refuse('NO_PRICE', `There is no price for ${item} on ${day(at)}. Add a price row.`);
}

function sumOf(lines: readonly Priced[], money: Money): { readonly ok: true; readonly cost: Cost } {
  const byMonth = new Map<string, CostLine>();
  let amount = NOTHING;
  for (const { inMoney, ...line } of lines) {
    amount = plus(amount, inMoney);
    const key = `${line.item} ${line.month} ${line.currency}`;
    const known = byMonth.get(key);
    byMonth.set(
      key,
      known === undefined
        ? line
        : { ...known, units: known.units + line.units, amount: plus(known.amount, line.amount) },
    );
  }
  return { ok: true, cost: { currency: money.currency, amount, lines: [...byMonth.values()] } };
}

/**
 * What units cost at a date, from dated price and exchange rate rows. A price or a rate that is missing is an error,
 * never zero.
 */
export function costOf(
  counts: readonly UnitCount[],
  prices: readonly PriceRow[],
  at: number,
  money: Money,
): CostAnswer {
  const lines: Priced[] = [];
  for (const { item, units, unitsBefore = 0 } of counts) {
    const row = rowOf(item, prices, at);
    if ('ok' in row) return row;
    const line = priced(row, { units, unitsBefore }, at, money);
    if ('ok' in line) return line;
    lines.push(line);
  }
  return sumOf(lines, money);
}

/** Units of an item that were used in a billing month already, by whatever came before; or just those that are free. */
export type UsedBefore = ((item: string, month: string) => number) | 'FREE_UNITS_USED_UP';

const NONE_BEFORE: UsedBefore = () => 0;

/**
 * What uses cost, each by the row that was in force when it was accepted and in the billing month of whoever bills:
 * free units and tiers of a month are shared by all uses in it, the earliest first. Units that are paid back count as
 * never used. However uses are split or ordered, the sum is the same.
 */
export function costOfUses(
  uses: readonly Use[],
  prices: readonly PriceRow[],
  money: Money,
  before: UsedBefore = NONE_BEFORE,
): CostAnswer {
  const lines: Priced[] = [];
  const used = new Map<string, number>();
  for (const use of [...uses].sort((a, b) => a.at - b.at)) {
    const { item, at } = use;
    const row = rowOf(item, prices, at);
    if ('ok' in row) return row;
    const month = monthOf(row, at);
    const key = `${item} ${month}`;
    const unitsBefore = used.get(key) ?? (before === 'FREE_UNITS_USED_UP' ? row.freeUnits : before(item, month));
    const units = unitsKept(use, row);
    used.set(key, unitsBefore + units);
    const line = priced(row, { units, unitsBefore }, at, money);
    if ('ok' in line) return line;
    lines.push(line);
  }
  return sumOf(lines, money);
}
