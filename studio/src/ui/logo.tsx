// The mark and the name.

/** Decorative inside links that carry their own label. */
export function Logo() {
  return (
    <span className="vt-logo" aria-hidden="true">
      <svg viewBox="0 0 32 32" width="28" height="28">
        <rect width="32" height="32" rx="9" fill="#4a4fd8" />
        <path d="M8 9.5h4.2L16 19.6l3.8-10.1H24L17.9 24h-3.8z" fill="#fff" />
      </svg>
      <span>Vitrina</span>
    </span>
  );
}
