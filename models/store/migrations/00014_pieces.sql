-- +goose Up
-- What came out of a delivered request: who keeps it right and until when it is, and whether anybody used it.
CREATE TABLE pieces (
  request_id    bigint PRIMARY KEY REFERENCES requests,
  type_key      text NOT NULL REFERENCES request_types, -- the request's, which never changes: for the indexes of lists
  owner_id      bigint NOT NULL REFERENCES people,
  owner_side    text NOT NULL,
  number        smallint NOT NULL DEFAULT 1, -- of its version; 1 is the delivery
  review_by     date,                        -- the last day on which it is taken to be right; null: it stays right
  right_until   date NOT NULL GENERATED ALWAYS AS (coalesce(review_by, DATE '9999-12-31')) STORED,
  checked_at    timestamptz NOT NULL,        -- when somebody said last that it is right
  checked_by    bigint REFERENCES people,    -- null: Alongside does not know
  reported_at   timestamptz,                 -- reported out of date, and not answered yet
  archived_at   timestamptz,
  remind_on     date,                        -- when its owner hears next of the review
  ask_use_on    date,                        -- when the person who asked for it is asked next whether they used it
  use_asked_of  bigint REFERENCES people,    -- who was asked, and did not answer yet
  unused        text NOT NULL DEFAULT '',    -- why it was not used: one of a few reasons
  unused_why    text NOT NULL DEFAULT '',    -- in words
  uses          integer NOT NULL DEFAULT 0,
  downloads     integer NOT NULL DEFAULT 0,
  downloaded_at timestamptz,
  version       integer NOT NULL DEFAULT 1,
  CONSTRAINT pieces_owner_side_known CHECK (owner_side IN ('sales', 'marketing')),
  CONSTRAINT pieces_unused_known CHECK (unused IN ('', 'late', 'other-than-asked', 'no-need', 'another', 'other')),
  CONSTRAINT pieces_unused_why_length CHECK (char_length(unused_why) <= 1000)
);
-- One index for each list, in its order; the conditions stand literally in the queries.
CREATE INDEX pieces_kept ON pieces (right_until, request_id) WHERE archived_at IS NULL;
CREATE INDEX pieces_kept_by_type ON pieces (type_key, right_until, request_id) WHERE archived_at IS NULL;
CREATE INDEX pieces_kept_by_owner ON pieces (owner_id, right_until, request_id) WHERE archived_at IS NULL;
CREATE INDEX pieces_reported ON pieces (right_until, request_id) WHERE archived_at IS NULL AND reported_at IS NOT NULL;
CREATE INDEX pieces_unused ON pieces (right_until, request_id) WHERE archived_at IS NULL AND uses = 0;
CREATE INDEX pieces_archived ON pieces (right_until, request_id) WHERE archived_at IS NOT NULL;
CREATE INDEX pieces_to_remind ON pieces (remind_on) WHERE remind_on IS NOT NULL;
CREATE INDEX pieces_to_ask ON pieces (ask_use_on) WHERE ask_use_on IS NOT NULL;
CREATE INDEX pieces_asked ON pieces (use_asked_of, request_id) WHERE use_asked_of IS NOT NULL;

-- What was made of it since the delivery.
CREATE TABLE piece_versions (
  request_id bigint NOT NULL REFERENCES pieces,
  number     smallint NOT NULL,
  link       text NOT NULL,
  files      jsonb NOT NULL, -- ids
  note       text NOT NULL,     -- what changed
  made_by    bigint NOT NULL REFERENCES people,
  made_at    timestamptz NOT NULL,
  PRIMARY KEY (request_id, number),
  CONSTRAINT piece_versions_after_delivery CHECK (number > 1),
  CONSTRAINT piece_versions_link_length CHECK (char_length(link) <= 500),
  CONSTRAINT piece_versions_note_length CHECK (char_length(note) BETWEEN 1 AND 1000)
);

CREATE TABLE piece_uses (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES pieces,
  person_id  bigint NOT NULL REFERENCES people,
  with_whom  text NOT NULL, -- an account, an event
  used_on    date NOT NULL,
  happened   text NOT NULL,
  said_at    timestamptz NOT NULL,
  CONSTRAINT piece_uses_with_whom_length CHECK (char_length(with_whom) BETWEEN 1 AND 120),
  CONSTRAINT piece_uses_happened_length CHECK (char_length(happened) <= 200)
);
CREATE INDEX piece_uses_of_piece ON piece_uses (request_id, used_on DESC, id DESC);

-- Pieces of before: the owner is who worked on it for the side that was asked. Nobody is asked whether they used what
-- they got long ago.
INSERT INTO pieces (request_id, type_key, owner_id, owner_side, review_by, checked_at, remind_on, ask_use_on)
SELECT id, type_key, coalesce(worker, requester_id), CASE WHEN worker IS NULL THEN requester_side ELSE asked_side END, review_by, closed_at,
  CASE
    WHEN current_date < review_by - 28 THEN review_by - 28
    WHEN current_date < review_by - 14 THEN review_by - 14
    ELSE review_by
  END,
  CASE WHEN current_date < closed_at::date + 30 THEN closed_at::date + 30 END
FROM (SELECT *, CASE asked_side WHEN 'sales' THEN sales_person_id ELSE marketing_person_id END AS worker FROM requests WHERE state = 'delivered') delivered;

ALTER TABLE requests DROP COLUMN review_by;
