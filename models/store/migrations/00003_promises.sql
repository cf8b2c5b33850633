-- +goose Up
-- A promise: this side (and, once taken, this person) owes that side this, since then, by then.
CREATE TABLE promises (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_kind   text NOT NULL,
  subject_id     bigint NOT NULL,
  kind           text NOT NULL,  -- the area's word for it: stage, question
  step           smallint NOT NULL DEFAULT 0, -- which stage, where there are several
  what           text NOT NULL,  -- "Design"
  about          text NOT NULL,  -- title of the subject
  from_side      text NOT NULL,  -- who owes
  from_person_id bigint REFERENCES people,
  to_side        text NOT NULL,  -- who waits
  to_person_id   bigint REFERENCES people,
  target         bigint NOT NULL, -- working seconds agreed
  whole_days     boolean NOT NULL, -- due at the close of its last day, not to the second
  opened_at      timestamptz NOT NULL,
  due_at         timestamptz,    -- null while paused, nobody being late with what waits for others, and once released
  closed_at      timestamptz,
  outcome        text,
  reminded_at    timestamptz,    -- when the owner was reminded that it is due
  CONSTRAINT promises_sides_known CHECK (from_side IN ('sales', 'marketing') AND to_side IN ('sales', 'marketing')),
  CONSTRAINT promises_outcome_known CHECK (outcome IN ('kept', 'late', 'released')),
  CONSTRAINT promises_closed_with_outcome CHECK ((closed_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT promises_target_positive CHECK (target > 0),
  CONSTRAINT promises_closed_after_opened CHECK (closed_at >= opened_at)
);
CREATE INDEX promises_of_subject ON promises (subject_kind, subject_id, id);
CREATE INDEX promises_owed_by_person ON promises (from_person_id, due_at, id) WHERE closed_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX promises_owed_by_side ON promises (from_side, due_at, id) WHERE closed_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX promises_awaited_by_person ON promises (to_person_id, due_at, id) WHERE closed_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX promises_running ON promises (due_at, id) WHERE closed_at IS NULL AND due_at IS NOT NULL;

-- A turn: from when until when somebody held the ball of a subject. The turns of a subject follow each other without
-- gap or overlap, so every working second belongs to exactly one holder and the shares add up.
CREATE TABLE turns (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_kind text NOT NULL,
  subject_id   bigint NOT NULL,
  promise_id   bigint REFERENCES promises, -- null: nobody's or a third party's time
  holder       text NOT NULL,
  person_id    bigint REFERENCES people,
  began_at     timestamptz NOT NULL,
  ended_at     timestamptz,
  CONSTRAINT turns_holder_known CHECK (holder IN ('sales', 'marketing', 'third', 'nobody')),
  CONSTRAINT turns_end_after_begin CHECK (ended_at >= began_at)
);
CREATE UNIQUE INDEX turns_one_running ON turns (subject_kind, subject_id) WHERE ended_at IS NULL;
CREATE INDEX turns_of_subject ON turns (subject_kind, subject_id, id);
CREATE INDEX turns_of_promise ON turns (promise_id);

-- Days on which the company is closed, or closes at 13:00, beside its public holidays. A closing that is taken away is
-- kept, so that the dates of its time can still be explained.
CREATE TABLE closings (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  day         date NOT NULL,
  half        boolean NOT NULL,
  name        text NOT NULL,
  added_at    timestamptz NOT NULL,
  reopened_at timestamptz,
  CONSTRAINT closings_name_length CHECK (char_length(name) BETWEEN 1 AND 80)
);
CREATE UNIQUE INDEX closings_one_a_day ON closings (day) WHERE reopened_at IS NULL;
