-- +goose Up
-- The lane of the board that a request's stage belongs to, see requests.Process.Lane; every process begins with its brief.
ALTER TABLE requests ADD COLUMN lane text NOT NULL DEFAULT 'brief';

UPDATE requests r SET lane = l.lane
FROM (
  SELECT p.id AS process_id, side.asked, e.n AS stage, CASE
    WHEN e.n = 1 THEN 'brief'
    WHEN e.s ->> 'name' ILIKE '%design%' THEN 'design'
    WHEN e.n = jsonb_array_length(p.stages) AND (e.s ->> 'side' = side.asked OR side.stages <> 1) THEN 'finishing'
    WHEN e.s ->> 'side' <> side.asked AND side.making < e.n THEN 'checking'
    ELSE 'making'
  END AS lane
  FROM processes p,
    LATERAL (
      SELECT asked, count(n) AS stages, CASE count(n) WHEN 1 THEN min(n) ELSE min(n) FILTER (WHERE n > 1) END AS making
      FROM (VALUES ('sales'), ('marketing')) sides (asked)
      LEFT JOIN jsonb_array_elements(p.stages) WITH ORDINALITY own (s, n) ON s ->> 'side' = asked
      GROUP BY asked
    ) side,
    jsonb_array_elements(p.stages) WITH ORDINALITY e (s, n)
) l
WHERE l.process_id = r.process_id AND l.asked = r.asked_side AND l.stage = r.stage AND l.lane <> 'brief';

ALTER TABLE requests ADD CONSTRAINT requests_lane_known CHECK (lane IN ('brief', 'making', 'checking', 'design', 'finishing'));
CREATE INDEX requests_open_by_lane ON requests (lane, promised_at, id) WHERE state = 'open';

-- A view of the queue that somebody keeps, alone or for everybody.
CREATE TABLE saved_views (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id  bigint NOT NULL REFERENCES people,
  name       text NOT NULL,
  query      text NOT NULL, -- the filter as the address of the list writes it
  shared     boolean NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT saved_views_name_length CHECK (char_length(name) BETWEEN 1 AND 40),
  CONSTRAINT saved_views_query_length CHECK (char_length(query) <= 1000)
);
CREATE UNIQUE INDEX saved_views_name_unique ON saved_views (person_id, lower(name));
CREATE INDEX saved_views_shared ON saved_views (id DESC) WHERE shared;
