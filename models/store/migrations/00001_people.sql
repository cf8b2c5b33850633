-- +goose Up
CREATE TABLE people (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email         text NOT NULL,
  name          text NOT NULL,
  side          text NOT NULL,
  role          text NOT NULL,
  password_hash text NOT NULL,
  zone          text NOT NULL,
  active        boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL,
  CONSTRAINT people_email_length CHECK (char_length(email) BETWEEN 3 AND 254),
  CONSTRAINT people_name_length CHECK (char_length(name) BETWEEN 1 AND 80),
  CONSTRAINT people_side_known CHECK (side IN ('sales', 'marketing', 'none')),
  CONSTRAINT people_role_known CHECK (role IN ('member', 'lead', 'reader', 'admin')),
  CONSTRAINT people_work_for_a_side CHECK (side <> 'none' OR role IN ('reader', 'admin'))
);
CREATE UNIQUE INDEX people_email_unique ON people (lower(email));

CREATE TABLE sessions (
  token_hash       bytea PRIMARY KEY,
  person_id        bigint NOT NULL REFERENCES people,
  created_at       timestamptz NOT NULL,
  seen_at          timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  ip               text NOT NULL,
  user_agent       text NOT NULL,
  data             jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT sessions_token_hash_is_sha256 CHECK (octet_length(token_hash) = 32)
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE throttles (
  key      bytea NOT NULL,
  since    timestamptz NOT NULL,
  tries    integer NOT NULL,
  PRIMARY KEY (key, since)
);

CREATE TABLE submissions (
  person_id bigint NOT NULL REFERENCES people,
  key       uuid NOT NULL,
  body      text NOT NULL,
  ref       bigint NOT NULL DEFAULT 0,
  sent_at   timestamptz NOT NULL,
  PRIMARY KEY (person_id, key)
);
CREATE INDEX submissions_age ON submissions (sent_at);
