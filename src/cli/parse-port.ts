/** A port from a command line: undefined when the text is none. */
export function parsePort(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}
