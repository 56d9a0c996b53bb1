// Cells of the files that people open in a spreadsheet: one strict reading of what is dangerous, for every export.

/** A mark for Excel, which otherwise reads UTF-8 as the machine's old code page. */
export const CSV_MARK = '\uFEFF';

/**
 * One quoted cell. A text that begins as a formula, also after blanks and in full-width signs, gets an apostrophe in
 * front: spreadsheets run formulas of opened files, and names and titles are typed by strangers (OWASP, CSV injection).
 */
export function csvCell(text: string | null): string {
  if (text === null) return '""';
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One line with its end. */
export function csvLine(cells: readonly (string | null)[], separator: ',' | ';' = ','): string {
  return `${cells.map(csvCell).join(separator)}\r\n`;
}
