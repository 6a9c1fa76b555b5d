/** GSM 03.38: characters of the default alphabet, and those that take two places. */
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENDED = '\f^{}\\[~]|€';

const WIDTH = new Map<string, number>([
  ...Array.from(GSM_BASIC, (character): [string, number] => [character, 1]),
  ...Array.from(GSM_EXTENDED, (character): [string, number] => [character, 2]),
]);

/** How a text travels as SMS. One character outside GSM's alphabet makes all of it UCS2. */
export type SmsParts = {
  readonly encoding: 'GSM' | 'UCS2';
  /** Places taken: septets of GSM, or UTF-16 units. */
  readonly units: number;
  /** What is billed. */
  readonly parts: number;
};

/** Fills parts so that no character is cut in two. */
function countParts(widths: readonly number[], single: number, joined: number): { units: number; parts: number } {
  const units = widths.reduce((sum, width) => sum + width, 0);
  if (units <= single) return { units, parts: units === 0 ? 0 : 1 };
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > joined) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return { units, parts };
}

/** How many parts a text takes as SMS: 160 (then 153) characters of GSM, otherwise, as Korean, 70 (then 67). */
export function smsParts(text: string): SmsParts {
  const characters = Array.from(text);
  const gsm = characters.map((character) => WIDTH.get(character) ?? 0);
  if (!gsm.includes(0)) return { encoding: 'GSM', ...countParts(gsm, 160, 153) };
  const widths = characters.map((character) => character.length);
  return { encoding: 'UCS2', ...countParts(widths, 70, 67) };
}
