// Global Trade Item Numbers: 8, 12, 13 or 14 digits, the last of which checks the others.

const LENGTHS = [8, 12, 13, 14];

/** The digits without spaces and hyphens, or null when the length or the check digit is wrong (GS1, section 7.9). */
export function normaliseGtin(raw: string): string | null {
  const digits = raw.replace(/[\s-]/g, '');
  if (!/^\d+$/.test(digits) || !LENGTHS.includes(digits.length)) return null;
  // From the right, without the check digit, weights are 3, 1, 3, 1, ...
  const sum = [...digits.slice(0, -1)].reverse().reduce((acc, d, i) => acc + Number(d) * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1)) ? digits : null;
}
