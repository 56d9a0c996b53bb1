// The few drawings of the shop, inline, in the colour of the text around them.
import { Html } from '../html.ts';

const svg = (paths: string, size = 20) =>
  new Html(
    `<svg aria-hidden="true" focusable="false" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" ` +
      `stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`,
  );

/** A window with the sun in it: aina is glass, a mirror. */
export const logo = svg(
  '<rect x="3" y="2.5" width="18" height="19" rx="9"/><path d="M3 14.5h18"/><path d="M8 14.5a4 4 0 0 1 8 0" fill="currentColor"/>',
  26,
);
export const bagIcon = svg('<path d="M5 8h14l1 12.5H4z"/><path d="M8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5"/>');
export const playIcon = svg('<path d="M7 4.5v15l12.5-7.5z" fill="currentColor"/>', 14);
export const closeIcon = svg('<path d="M6 6l12 12M18 6L6 18"/>');
export const truckIcon = svg(
  '<path d="M2.5 6h11v10h-11zM13.5 9.5h4l4 3.5v3h-8z"/><circle cx="7" cy="17.5" r="1.8"/><circle cx="17" cy="17.5" r="1.8"/>',
);
export const returnIcon = svg('<path d="M4 9h11a5 5 0 0 1 0 10H8"/><path d="M8 5L4 9l4 4"/>');
export const tickIcon = svg('<path d="M5 12.5l4.5 4.5L19 7.5"/>', 16);
