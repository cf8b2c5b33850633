-- +goose Up
-- A review stage is a round: named reviewers answer about the versions they saw, one person decides.
CREATE TABLE review_rounds (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES requests,
  number     smallint NOT NULL, -- counted through the request
  stage      smallint NOT NULL,
  opened_at  timestamptz NOT NULL,
  closed_at  timestamptz,
  decided_by bigint REFERENCES people,
  outcome    text NOT NULL DEFAULT '', -- approved, notes, changes; ended: the request was closed undecided
  CONSTRAINT review_rounds_number_unique UNIQUE (request_id, number),
  CONSTRAINT review_rounds_number_from_one CHECK (number >= 1),
  CONSTRAINT review_rounds_outcome_known CHECK (outcome IN ('', 'approved', 'notes', 'changes', 'ended')),
  CONSTRAINT review_rounds_outcome_when_closed CHECK ((closed_at IS NULL) = (outcome = '')),
  CONSTRAINT review_rounds_decided_by_somebody CHECK ((outcome IN ('', 'ended')) = (decided_by IS NULL))
);
CREATE UNIQUE INDEX review_rounds_one_open ON review_rounds (request_id) WHERE closed_at IS NULL;

CREATE TABLE review_answers (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  round_id    bigint NOT NULL REFERENCES review_rounds,
  person_id   bigint NOT NULL REFERENCES people,
  side        text NOT NULL,
  asked_at    timestamptz NOT NULL,
  asked_by    bigint REFERENCES people, -- null: named by the process, or the one who decides
  answer      text NOT NULL DEFAULT '', -- '': none yet
  note        text NOT NULL DEFAULT '',
  files       jsonb NOT NULL DEFAULT '[]', -- ids and sha256 of the versions it is about
  answered_at timestamptz,
  CONSTRAINT review_answers_one_a_person UNIQUE (round_id, person_id),
  CONSTRAINT review_answers_side_known CHECK (side IN ('sales', 'marketing')),
  CONSTRAINT review_answers_answer_known CHECK (answer IN ('', 'approved', 'notes', 'changes', 'not-mine')),
  CONSTRAINT review_answers_time_when_answered CHECK ((answered_at IS NULL) = (answer = '')),
  CONSTRAINT review_answers_note_length CHECK (char_length(note) <= 2000)
);

ALTER TABLE requests
  ADD COLUMN furthest    smallint NOT NULL DEFAULT 1, -- stage that has begun
  ADD COLUMN rounds      smallint NOT NULL DEFAULT 0, -- of review, opened so far
  ADD COLUMN more_rounds smallint NOT NULL DEFAULT 0, -- that leads allowed beyond those of the process
  ADD COLUMN reviewers   jsonb NOT NULL DEFAULT '[]'; -- people asked in the last round
UPDATE requests r SET furthest = greatest(stage,
  coalesce((SELECT max(step) FROM promises WHERE subject_kind = 'request' AND subject_id = r.id AND kind = 'stage'), 1));

-- What is under review now is in its first round.
INSERT INTO review_rounds (request_id, number, stage, opened_at)
  SELECT r.id, 1, r.stage, coalesce((SELECT max(opened_at) FROM promises
    WHERE subject_kind = 'request' AND subject_id = r.id AND kind = 'stage' AND step = r.stage AND closed_at IS NULL), r.submitted_at)
  FROM requests r JOIN processes p ON p.id = r.process_id
  WHERE r.state = 'open' AND (p.stages -> (r.stage - 1) ->> 'review')::boolean;
UPDATE requests SET rounds = 1 WHERE id IN (SELECT request_id FROM review_rounds);
