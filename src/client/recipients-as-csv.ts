import { bonghwa, type Variables } from './operations.ts';
import { pagesOf } from './pages-of.ts';

/** Whom to list: all included, those with one status, all excluded, or those excluded for one reason. */
export type RecipientFilter = Pick<Variables<'listRecipients'>, 'jobId' | 'outcome' | 'status' | 'reason'>;

const COLUMNS = ['customerId', 'stepIndex', 'treatment', 'endpointId', 'status', 'reason', 'code'] as const;
const PAGE = 1_000;
/** What a spreadsheet would run as a formula, in the full width of East Asian keyboards as well (OWASP, "CSV Injection"). */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/u;

/** RFC 4180: quoted where needed. */
function cell(value: string | number | null | undefined): string {
  const raw = String(value ?? '');
  const text = FORMULA.test(raw) ? `'${raw}` : raw;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The people of a job as lines of CSV, a header first, page by page: a download of any size needs no memory. A value that
 * a spreadsheet would run as a formula is defused by an apostrophe. Throws a `PageError`.
 *
 * @example
 * for await (const line of recipientsAsCsv({ jobId, outcome: 'EXCLUDED' })) file.write(line);
 */
export async function* recipientsAsCsv(filter: RecipientFilter): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  const recipients = pagesOf((nextToken) => bonghwa.listRecipients({ ...filter, limit: PAGE, nextToken }));
  for await (const item of recipients) yield `${COLUMNS.map((column) => cell(item[column])).join(',')}\r\n`;
}
