const NAMES = ['publishJobProgress', 'publishDelivery', 'publishImportProgress'] as const;

const names: ReadonlySet<string> = new Set(NAMES);

/** Operations that only the system's own functions may call: they are in the schema, and no client has them. */
export type SystemOnly = (typeof NAMES)[number];

/** Whether an operation is for the system's own functions alone. */
export function isSystemOnly(name: string): boolean {
  return names.has(name);
}
