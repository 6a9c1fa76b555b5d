/**
 * A name as it is compared with what somebody looks for: names are saved composed, while a Mac hands Hangul over letter by
 * letter (NFD), and what is pasted brings spaces with it.
 */
export function foldName(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
