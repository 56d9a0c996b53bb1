// A QR code as a file for print: SVG of any size, PNG of 5 cm at 300 dots an inch.
import { create } from 'qrcode';
import { download } from '../captions/saving';

/** Four light modules around: scanners need them. */
const QUIET = 4;
/** 5 cm at 300 dots an inch are 591; whole modules keep the edges sharp. */
const PNG_SIDE = 600;

/** High correction: print is folded, wetted and scratched. */
function modulesOf(text: string): { size: number; dark: (row: number, column: number) => boolean } {
  const { modules } = create(text, { errorCorrectionLevel: 'H' });
  return { size: modules.size, dark: (row, column) => Boolean(modules.get(row, column)) };
}

/** An SVG 50 mm wide, black on white. */
export function qrSvg(text: string): string {
  const { size, dark } = modulesOf(text);
  const cells: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (dark(row, column)) cells.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
    }
  }
  const side = size + QUIET * 2;
  const frame = `viewBox="0 0 ${side} ${side}" width="50mm" height="50mm" shape-rendering="crispEdges"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${frame}><rect width="${side}" height="${side}" fill="#fff"/><path d="${cells.join('')}"/></svg>`;
}

export function downloadSvg(name: string, text: string): void {
  download(`${name}.svg`, qrSvg(text), 'image/svg+xml');
}

/** Draws the code with whole pixels a module and hands the browser the file. */
export function downloadPng(name: string, text: string): void {
  const { size, dark } = modulesOf(text);
  const side = size + QUIET * 2;
  const scale = Math.ceil(PNG_SIDE / side);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side * scale;
  const brush = canvas.getContext('2d');
  if (!brush) return;
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.fillStyle = '#000';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (dark(row, column)) brush.fillRect((column + QUIET) * scale, (row + QUIET) * scale, scale, scale);
    }
  }
  const link = document.createElement('a');
  link.href = canvas.toDataURL('image/png');
  link.download = `${name}.png`;
  link.click();
}
