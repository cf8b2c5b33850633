-- +goose Up
-- What host and guests write down afterwards, each before reading the others.
CREATE TABLE debriefs (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ridealong_id bigint NOT NULL REFERENCES ridealongs,
  person_id    bigint NOT NULL REFERENCES people,
  host         boolean NOT NULL,
  promise_id   bigint NOT NULL REFERENCES promises,
  answers      jsonb NOT NULL DEFAULT '{}', -- text by key of question
  share        boolean NOT NULL DEFAULT false, -- with the leads
  answered_at  timestamptz,
  released_at  timestamptz, -- not asked for any more
  version      integer NOT NULL DEFAULT 1,
  CONSTRAINT debriefs_once UNIQUE (ridealong_id, person_id),
  CONSTRAINT debriefs_answered_or_released CHECK (answered_at IS NULL OR released_at IS NULL)
);
CREATE INDEX debriefs_of_person ON debriefs (person_id, id DESC);

-- What an answer became.
CREATE TABLE debrief_outcomes (
  debrief_id   bigint NOT NULL REFERENCES debriefs,
  question     text NOT NULL,
  subject_kind text NOT NULL,
  subject_id   bigint NOT NULL,
  made_by      bigint NOT NULL REFERENCES people,
  made_at      timestamptz NOT NULL,
  PRIMARY KEY (debrief_id, question, subject_kind, subject_id),
  CONSTRAINT debrief_outcomes_kind_known CHECK (subject_kind IN ('note', 'request', 'proposal'))
);

-- Whether host and guest heard the same, once they have talked.
CREATE TABLE debrief_verdicts (
  ridealong_id bigint NOT NULL REFERENCES ridealongs,
  question     text NOT NULL,
  differs      boolean NOT NULL,
  said_by      bigint NOT NULL REFERENCES people,
  said_at      timestamptz NOT NULL,
  PRIMARY KEY (ridealong_id, question)
);

-- Hours with customers that no ride-along tells of.
CREATE TABLE customer_hours (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id  bigint NOT NULL REFERENCES people,
  day        date NOT NULL,
  minutes    smallint NOT NULL,
  what       text NOT NULL,
  logged_at  timestamptz NOT NULL,
  removed_at timestamptz,
  CONSTRAINT customer_hours_minutes CHECK (minutes BETWEEN 15 AND 960),
  CONSTRAINT customer_hours_what_length CHECK (char_length(what) BETWEEN 1 AND 120)
);
CREATE INDEX customer_hours_of_day ON customer_hours (day, person_id) WHERE removed_at IS NULL;
