import { saysNothing } from '../domain/says-nothing.ts';

/** What databases write for no value, and spreadsheets where they could not compute one. */
const NOTHING = /^(?:\\n|#n\/a|#(?:ref!|value!|name\?|num!|null!|div\/0!))$/i;
/** How a spreadsheet shows a long number: its last digits are gone. */
const ROUNDED = /^\d(?:[.,]\d+)?e\+\d+$/i;

/** Why a text names nobody: of everybody who has it in their row it would make one person. Null: it is an id. */
export function spoiltId(text: string): string | null {
  if (saysNothing(text) || NOTHING.test(text)) return 'The text stands for no value, and names nobody.';
  if (!ROUNDED.test(text)) return null;
  return 'A spreadsheet has shortened the number: several people may have the same. Save the column as text.';
}
