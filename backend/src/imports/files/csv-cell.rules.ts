// One cell of a CSV that a spreadsheet will open. Pure.

/** Quoted where need be; a text that a spreadsheet would run as a formula gets an apostrophe first. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
