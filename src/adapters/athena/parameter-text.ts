/**
 * A value as Athena takes it for a question mark: the text of an SQL literal, since it runs `EXECUTE … USING` with it. A
 * text without quotes would be read as a column.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements-querying-using-execution-parameters.html
 */
export function parameterText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The value again, of the text that Athena tells of a query. */
export function parameterValue(text: string): string {
  return text.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'");
}
