// Draws a QR code as one SVG path: no image, no request, readable in both colour schemes.
import { create } from 'qrcode';

/** Dark modules on white with the quiet zone of four modules that scanners need. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const cells: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) cells.push(`M${column + 4} ${row + 4}h1v1h-1z`);
    }
  }
  const size = modules.size + 8;
  return (
    <svg className="vt-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={cells.join('')} fill="#111" />
    </svg>
  );
}
