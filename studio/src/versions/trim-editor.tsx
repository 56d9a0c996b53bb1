// The timeline of a trim: two ends and pieces to cut out, each by the mouse, the keyboard or a number.
import './trim.css';
import { ActionIcon, Button, Group, RangeSlider, Text } from '@mantine/core';
import { IconCut, IconTrash } from '@tabler/icons-react';
import { formatDuration } from '../ui/format/time';
import { MomentField } from '../ui/scrub/moment-field';
import { useLocale } from '../ui/use-locale';
import { MAX_PIECES, type Part } from './keep';

export type Trim = { ends: Part; pieces: Part[] };

type Props = {
  durationMs: number;
  trim: Trim;
  kept: readonly Part[];
  /** Where the player stands, in milliseconds. */
  now: () => number;
  onChange: (trim: Trim) => void;
  onSeek: (ms: number) => void;
};

/** A tenth of a second to the pixel is finer than a hand; the numbers below take hundredths. */
const STEP_MS = 100;
const PIECE_MS = 1000;

function Piece(props: Props & { at: number; piece: Part }) {
  const { t } = useLocale();
  const { trim, at, piece, durationMs, now } = props;
  const change = (part: Partial<Part>) => {
    const pieces = trim.pieces.map((one, i) => (i === at ? { ...one, ...part } : one));
    props.onChange({ ...trim, pieces });
  };
  const number = at + 1;
  return (
    <li className="vt-trim-piece">
      <MomentField
        label={t('trim.pieceFrom', { number })}
        ms={piece.fromMs}
        maxMs={durationMs}
        now={now}
        onChange={(fromMs) => change({ fromMs })}
      />
      <MomentField
        label={t('trim.pieceTo', { number })}
        ms={piece.toMs}
        maxMs={durationMs}
        now={now}
        onChange={(toMs) => change({ toMs })}
      />
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('trim.pieceKeep', { number })}
        onClick={() => props.onChange({ ...trim, pieces: trim.pieces.filter((_, i) => i !== at) })}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}

/** What stays and what goes, to be seen at a glance; the numbers say the same in words. */
function Band({ durationMs, kept, onSeek }: Pick<Props, 'durationMs' | 'kept' | 'onSeek'>) {
  const { t } = useLocale();
  const percent = (ms: number) => `${((ms / durationMs) * 100).toFixed(3)}%`;
  return (
    <div className="vt-trim-band">
      {kept.map((part) => (
        <button
          type="button"
          key={part.fromMs}
          style={{ insetInlineStart: percent(part.fromMs), inlineSize: percent(part.toMs - part.fromMs) }}
          aria-label={t('trim.part', { from: formatDuration(part.fromMs), to: formatDuration(part.toMs) })}
          onClick={() => onSeek(part.fromMs)}
        />
      ))}
    </div>
  );
}

export function TrimEditor(props: Props) {
  const { t } = useLocale();
  const { durationMs, trim, kept, now, onChange, onSeek } = props;
  const { ends, pieces } = trim;
  const setEnds = (part: Partial<Part>) => onChange({ ...trim, ends: { ...ends, ...part } });
  const cutHere = () => {
    const fromMs = Math.min(now(), Math.max(0, durationMs - PIECE_MS));
    onChange({ ...trim, pieces: [...pieces, { fromMs, toMs: Math.min(durationMs, fromMs + PIECE_MS) }] });
  };
  return (
    <div className="vt-stack">
      <Band durationMs={durationMs} kept={kept} onSeek={onSeek} />
      <RangeSlider
        min={0}
        max={durationMs}
        step={STEP_MS}
        minRange={STEP_MS}
        value={[ends.fromMs, ends.toMs]}
        label={(ms) => formatDuration(ms)}
        thumbFromLabel={t('trim.start')}
        thumbToLabel={t('trim.end')}
        onChange={([fromMs, toMs]) => {
          onSeek(fromMs === ends.fromMs ? toMs : fromMs);
          setEnds({ fromMs, toMs });
        }}
      />
      <Group gap="md" align="flex-end">
        <MomentField
          label={t('trim.start')}
          ms={ends.fromMs}
          maxMs={durationMs}
          now={now}
          onChange={(fromMs) => setEnds({ fromMs })}
        />
        <MomentField
          label={t('trim.end')}
          ms={ends.toMs}
          maxMs={durationMs}
          now={now}
          onChange={(toMs) => setEnds({ toMs })}
        />
      </Group>
      {pieces.length > 0 && (
        <ul className="vt-trim-pieces" aria-label={t('trim.pieces')}>
          {pieces.map((piece, at) => (
            // Pieces have no name but their place.
            <Piece key={at} {...props} at={at} piece={piece} />
          ))}
        </ul>
      )}
      <Group>
        <Button
          variant="default"
          leftSection={<IconCut size={16} aria-hidden />}
          disabled={pieces.length >= MAX_PIECES}
          onClick={cutHere}
        >
          {t('trim.cutHere')}
        </Button>
        {pieces.length >= MAX_PIECES && <Text size="sm">{t('trim.most', { count: MAX_PIECES })}</Text>}
      </Group>
    </div>
  );
}
