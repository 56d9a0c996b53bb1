// Values with their intervals on one scale: the dot is what was found, the bar is where the truth lies in 95 of 100 cases.
import type { CSSProperties } from 'react';
import { rangeOf } from './numbers';

export type IntervalRow = {
  key: string;
  label: string;
  value: number;
  from: number;
  to: number;
  /** The value and its interval in words; the drawing itself is for the eye alone. */
  text: string;
  note: string;
  tone?: 'accent' | 'second';
};

type Props = { title: string; rows: IntervalRow[]; zero?: { label: string } };

export function Intervals({ title, rows, zero }: Props) {
  const [least, most] = rangeOf(rows, zero !== undefined);
  const at = (value: number) => `${(((value - least) / (most - least)) * 100).toFixed(3)}%`;
  return (
    <figure className="vt-intervals">
      <figcaption>{title}</figcaption>
      <dl>
        {rows.map((row) => {
          const place = { '--from': at(row.from), '--to': at(row.to), '--value': at(row.value) } as CSSProperties;
          return (
            <div key={row.key} data-tone={row.tone ?? 'accent'}>
              <dt>{row.label}</dt>
              <dd>
                <strong>{row.text}</strong> <span>{row.note}</span>
              </dd>
              <div className="vt-interval" style={place} aria-hidden="true">
                {zero && <i className="vt-interval-zero" style={{ left: at(0) }} />}
                <i className="vt-interval-bar" />
                <i className="vt-interval-dot" />
              </div>
            </div>
          );
        })}
      </dl>
      {zero && (
        <div className="vt-interval-foot" aria-hidden="true">
          <span style={{ left: at(0) }}>{zero.label}</span>
        </div>
      )}
    </figure>
  );
}
