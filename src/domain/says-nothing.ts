/** What programs write where they have no value. */
const NOTHING = /^(?:null|\(null\)|nil|none|undefined|nan|n\/a)$/i;

/** Whether a text stands for no value: of everybody who has it as their id or token it would make one. */
export function saysNothing(text: string): boolean {
  return NOTHING.test(text);
}
