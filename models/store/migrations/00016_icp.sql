-- +goose Up
-- The document both teams agree to: its versions, which never change, and the proposals, which do.

-- Ids within the document: given once and never reused.
CREATE SEQUENCE icp_section_numbers;
CREATE SEQUENCE icp_criterion_numbers;
CREATE SEQUENCE icp_row_numbers;
CREATE SEQUENCE icp_proposal_numbers;

CREATE TABLE icp_versions (
  number           integer PRIMARY KEY, -- 0: what was there before anything was agreed
  content          jsonb NOT NULL,
  digest           text NOT NULL, -- SHA-256 of the content, in hex
  summary          text NOT NULL,
  proposals        jsonb NOT NULL, -- ids of those it came from
  created_at       timestamptz NOT NULL,
  sales_key        bigint REFERENCES people,
  sales_key_at     timestamptz,
  marketing_key    bigint REFERENCES people,
  marketing_key_at timestamptz,
  CONSTRAINT icp_versions_sealed_by_both CHECK ((number = 0) = (sales_key IS NULL) AND (number = 0) = (marketing_key IS NULL)),
  CONSTRAINT icp_versions_sealed_by_two CHECK (sales_key <> marketing_key),
  CONSTRAINT icp_versions_keys_have_times CHECK ((sales_key IS NULL) = (sales_key_at IS NULL) AND (marketing_key IS NULL) = (marketing_key_at IS NULL))
);
CREATE FUNCTION refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a version is sealed'; END $$;
CREATE TRIGGER icp_versions_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON icp_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_unsealing();

-- One row: the version in force. Whoever changes anything of the document locks it first.
CREATE TABLE icp_document (
  id         smallint PRIMARY KEY DEFAULT 1,
  version    integer NOT NULL REFERENCES icp_versions,
  agreed_on  date, -- the first agreement of version 1, then each time that all of it was agreed to again
  CONSTRAINT icp_document_one CHECK (id = 1)
);

-- What is known of a section of the version in force beside its words: whose it is, and when it is looked at again.
CREATE TABLE icp_sections (
  id         bigint PRIMARY KEY, -- as in the content
  title      text NOT NULL,
  owner_id   bigint NOT NULL REFERENCES people,
  owner_side text NOT NULL,
  review_on  date NOT NULL,
  told_days  smallint, -- the owner was told so many days before, 28, 14 or 0; -14: that it is stale
  CONSTRAINT icp_sections_side_known CHECK (owner_side IN ('sales', 'marketing'))
);
CREATE INDEX icp_sections_by_review ON icp_sections (review_on);
CREATE INDEX icp_sections_of_owner ON icp_sections (owner_id);

CREATE TABLE icp_proposals (
  id           bigint PRIMARY KEY DEFAULT nextval('icp_proposal_numbers'),
  kind         text NOT NULL, -- change, or review: keep sections as they are
  title        text NOT NULL,
  why          text NOT NULL,
  wording      boolean NOT NULL DEFAULT false, -- of no consequence: one person of the other team accepts it
  base         integer NOT NULL REFERENCES icp_versions, -- the version it would change
  changes      jsonb NOT NULL,
  sections     jsonb NOT NULL, -- ids of those it concerns
  conflicts    jsonb NOT NULL DEFAULT '[]', -- ids of sections agreed otherwise since
  whole        boolean NOT NULL DEFAULT false, -- a review of the whole document
  sources      jsonb NOT NULL,
  author_id    bigint REFERENCES people, -- null: Alongside, which opens reviews
  author_side  text NOT NULL,
  written_with jsonb NOT NULL, -- ids of further authors
  revision     integer NOT NULL DEFAULT 1,
  state        text NOT NULL DEFAULT 'open',
  reason       text NOT NULL DEFAULT '',
  merged_into  bigint REFERENCES icp_proposals,
  version      integer REFERENCES icp_versions, -- that it became
  created_at   timestamptz NOT NULL,
  changed_at   timestamptz NOT NULL,
  closed_at    timestamptz,
  closed_by    bigint REFERENCES people,
  CONSTRAINT icp_proposals_kind_known CHECK (kind IN ('change', 'review')),
  CONSTRAINT icp_proposals_state_known CHECK (state IN ('open', 'agreed', 'withdrawn', 'refused', 'merged')),
  CONSTRAINT icp_proposals_side_known CHECK (author_side IN ('sales', 'marketing', 'none')),
  CONSTRAINT icp_proposals_open_until_closed CHECK ((state = 'open') = (closed_at IS NULL)),
  CONSTRAINT icp_proposals_title_length CHECK (char_length(title) BETWEEN 1 AND 120),
  CONSTRAINT icp_proposals_why_length CHECK (char_length(why) <= 2000),
  CONSTRAINT icp_proposals_reason_length CHECK (char_length(reason) <= 1000)
);
CREATE INDEX icp_proposals_open ON icp_proposals (id) WHERE state = 'open';

-- A key that is turned now, on what the digest stands for. One that is turned back is gone; the log remembers it.
CREATE TABLE icp_keys (
  proposal_id    bigint NOT NULL REFERENCES icp_proposals,
  side           text NOT NULL,
  person_id      bigint NOT NULL REFERENCES people,
  turned_at      timestamptz NOT NULL,
  revision       integer NOT NULL,
  digest         text NOT NULL, -- SHA-256 of the proposal's changes
  reservation    text NOT NULL DEFAULT '',
  reservation_on date, -- when it is looked at, at the latest
  PRIMARY KEY (proposal_id, side),
  CONSTRAINT icp_keys_of_two UNIQUE (proposal_id, person_id),
  CONSTRAINT icp_keys_side_known CHECK (side IN ('sales', 'marketing')),
  CONSTRAINT icp_keys_reservation_dated CHECK ((reservation = '') = (reservation_on IS NULL)),
  CONSTRAINT icp_keys_reservation_length CHECK (char_length(reservation) <= 1000)
);

-- Reservations of what was agreed, until a review of the sections has settled them.
CREATE TABLE icp_reservations (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  proposal_id bigint NOT NULL REFERENCES icp_proposals,
  person_id   bigint NOT NULL REFERENCES people,
  side        text NOT NULL,
  sections    jsonb NOT NULL,
  text        text NOT NULL,
  due_on      date NOT NULL,
  made_at     timestamptz NOT NULL,
  settled_by  bigint REFERENCES icp_proposals, -- the review
  settled_at  timestamptz
);
CREATE INDEX icp_reservations_open ON icp_reservations (due_on, id) WHERE settled_at IS NULL;

CREATE TABLE icp_readings (
  version     integer NOT NULL REFERENCES icp_versions,
  person_id   bigint NOT NULL REFERENCES people,
  reminded_at timestamptz,
  read_at     timestamptz,
  PRIMARY KEY (version, person_id)
);
CREATE INDEX icp_readings_of_person ON icp_readings (person_id, version DESC) WHERE read_at IS NOT NULL;
