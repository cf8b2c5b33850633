-- +goose Up
-- Before asking: what is there already, what is not sent yet, and what an ask comes from.

-- Trusted since PostgreSQL 13: the owner of a database may add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX requests_title_trigrams ON requests USING gin (lower(title) gin_trgm_ops) WHERE state IN ('open', 'delivered');

-- A brief that is not sent yet, as it was typed. Nobody but its writer sees it.
CREATE TABLE drafts (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id  bigint NOT NULL REFERENCES people,
  submission uuid NOT NULL, -- of the form, also when it is sent
  type_key   text NOT NULL REFERENCES request_types,
  typed      jsonb NOT NULL, -- {"title": ["A brochure"], …}
  saved_at   timestamptz NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  CONSTRAINT drafts_once UNIQUE (person_id, submission),
  CONSTRAINT drafts_typed_size CHECK (octet_length(typed::text) <= 262144)
);
CREATE INDEX drafts_of_person ON drafts (person_id, saved_at DESC, id DESC);

-- Asks that were not sent because something there answers them.
CREATE TABLE deflections (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id  bigint NOT NULL REFERENCES people,
  side       text NOT NULL, -- the side that would have been asked
  type_key   text NOT NULL REFERENCES request_types,
  title      text NOT NULL,
  request_id bigint NOT NULL REFERENCES requests, -- the answer
  submission uuid NOT NULL,
  at         timestamptz NOT NULL,
  CONSTRAINT deflections_once UNIQUE (person_id, submission),
  CONSTRAINT deflections_side_known CHECK (side IN ('sales', 'marketing')),
  CONSTRAINT deflections_title_length CHECK (char_length(title) <= 120)
);
CREATE INDEX deflections_by_time ON deflections (at, side, type_key);

-- What comes from what: from cites to.
CREATE TABLE links (
  from_kind text NOT NULL,
  from_id   bigint NOT NULL,
  to_kind   text NOT NULL,
  to_id     bigint NOT NULL,
  at        timestamptz NOT NULL,
  by        bigint REFERENCES people, -- null: Alongside itself
  PRIMARY KEY (from_kind, from_id, to_kind, to_id)
);
CREATE INDEX links_to ON links (to_kind, to_id);
