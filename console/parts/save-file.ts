/** Hands a text to the browser as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  // What a path or a system could take for something else is no part of a name.
  link.download = name.replaceAll(/[^\p{L}\p{N}._-]/gu, '_');
  link.click();
  // A browser that has not begun to read it by then has refused it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
