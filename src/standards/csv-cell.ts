/** What a spreadsheet would run as a formula, in the full width of East Asian keyboards as well (OWASP, "CSV Injection"). */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/u;

/** A text as a cell of CSV (RFC 4180): one that looks like a formula gets an apostrophe before it. */
export function csvCell(value: string): string {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
