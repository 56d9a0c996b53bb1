// Named SQL of the caches of views and of what was clicked: reads facts once, in the order in which they were received.

/** A fact is seen some time after its receiving time was set, when its transaction commits: so much is read again. */
export const OVERLAP_MS = 30_000;

export const LOCK_VIEWS = `SELECT pg_advisory_xact_lock(hashtextextended('reports.views', 0))`;
/** $1: what is read, views or actions. */
export const READ_MARK = `SELECT read_until FROM report_marks WHERE name = $1`;
export const MOVE_MARK = `
  INSERT INTO report_marks AS m (name, read_until) VALUES ($1, $2)
  ON CONFLICT (name) DO UPDATE SET read_until = greatest(m.read_until, excluded.read_until)`;

/** The strongest version of each view that something was heard of after ($1, $2), in that order. */
export const NEW_VIEWS = `
  WITH heard AS (
    SELECT programme_id, external_id, received_at, id FROM facts
    WHERE type = 'view' AND (received_at, id) > ($1, $2) ORDER BY received_at, id LIMIT $3
  )
  SELECT h.id AS heard_id, h.received_at AS heard_at, n.programme_id, n.external_id, n.version, n.occurred_at, n.received_at,
    n.content, (coalesce(o.manifest, v.manifest)->>'durationMs')::int AS duration_ms
  FROM heard h CROSS JOIN LATERAL (
    SELECT * FROM facts f WHERE f.programme_id = h.programme_id AND f.type = 'view' AND f.external_id = h.external_id
    ORDER BY f.version DESC, f.received_at DESC LIMIT 1
  ) n LEFT JOIN videos v ON v.id = n.content->>'video_id'
  LEFT JOIN video_versions o ON o.video_id = v.id AND o.version = v.live_version
  ORDER BY h.received_at, h.id`;

/** Judging again gives the same row; a later heartbeat gives another. A row that stays is not written. */
export const KEEP_VIEWS = `
  INSERT INTO report_views AS r
    (programme_id, view_id, video_id, viewer_id, session_id, at, viewable, qualified_at, watched_ms, completed, late)
  SELECT DISTINCT ON (p, i) p, i, v, w, s, a, e, q, m, c, l
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::boolean[], $8::timestamptz[],
    $9::int[], $10::boolean[], $11::boolean[]) AS t(p, i, v, w, s, a, e, q, m, c, l) ORDER BY p, i
  ON CONFLICT (programme_id, view_id) DO UPDATE SET video_id = excluded.video_id, viewer_id = excluded.viewer_id,
    session_id = excluded.session_id, at = excluded.at, viewable = excluded.viewable, qualified_at = excluded.qualified_at,
    watched_ms = excluded.watched_ms, completed = excluded.completed, late = excluded.late
  WHERE r IS DISTINCT FROM excluded`;

/** A later heartbeat may show that the view is a robot's, or cannot be read. */
export const DROP_VIEWS = `
  DELETE FROM report_views r USING unnest($1::text[], $2::text[]) AS t(p, i) WHERE r.programme_id = t.p AND r.view_id = t.i`;

/** Clicks heard of after ($1, $2): of one event the first received counts (F2). $4: hours after which it was late. */
export const KEEP_ACTIONS = `
  WITH heard AS (
    SELECT * FROM facts WHERE type IN ('click', 'add_to_cart') AND (received_at, id) > ($1, $2)
    ORDER BY received_at, id LIMIT $3
  ), kept AS (
    INSERT INTO report_actions (programme_id, kind, event_id, video_id, product_id, viewer_id, session_id, at, late)
    SELECT DISTINCT ON (programme_id, type, external_id) programme_id, type, external_id, content->>'video_id',
      content->>'product_id', content->>'viewer_id', coalesce(content->>'session_id', ''), occurred_at,
      received_at > occurred_at + make_interval(hours => $4::int)
    FROM heard WHERE content->>'ivt' IS NULL AND (content->>'consent')::boolean AND content->>'video_id' IS NOT NULL
      AND content->>'viewer_id' IS NOT NULL
    ORDER BY programme_id, type, external_id, received_at, id
    ON CONFLICT DO NOTHING
  )
  SELECT id AS heard_id, received_at AS heard_at FROM heard ORDER BY received_at, id`;
