-- +goose Up
-- Fit checks: an account as it met the criteria of one version.
CREATE SEQUENCE icp_check_numbers;

CREATE TABLE icp_accounts (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL, -- as it was typed last
  key         text NOT NULL, -- the name in small letters with single spaces: who is checked again is found by it
  check_id    bigint NOT NULL, -- the latest; it counts
  checked_at  timestamptz NOT NULL,
  band        text NOT NULL,
  outcome     text NOT NULL DEFAULT '', -- '': it has not come to an end
  outcome_by  bigint REFERENCES people,
  outcome_at  timestamptz,
  version     integer NOT NULL DEFAULT 1, -- of this row
  CONSTRAINT icp_accounts_once UNIQUE (key),
  CONSTRAINT icp_accounts_name_length CHECK (char_length(name) BETWEEN 1 AND 120),
  CONSTRAINT icp_accounts_band_known CHECK (band IN ('strong', 'good', 'not-yet', 'no', 'unknown')),
  CONSTRAINT icp_accounts_outcome_known CHECK (outcome IN ('', 'won', 'lost', 'left')),
  CONSTRAINT icp_accounts_outcome_said CHECK (outcome = '' OR outcome_by IS NOT NULL AND outcome_at IS NOT NULL)
);

CREATE TABLE icp_checks (
  id         bigint PRIMARY KEY DEFAULT nextval('icp_check_numbers'),
  account_id bigint NOT NULL REFERENCES icp_accounts,
  version    integer NOT NULL REFERENCES icp_versions,
  answers    jsonb NOT NULL, -- by id of criterion: yes, no, unknown
  points     smallint NOT NULL,
  band       text NOT NULL,
  made_by    bigint NOT NULL REFERENCES people,
  made_at    timestamptz NOT NULL,
  CONSTRAINT icp_checks_band_known CHECK (band IN ('strong', 'good', 'not-yet', 'no', 'unknown'))
);
ALTER TABLE icp_accounts ADD CONSTRAINT icp_accounts_latest FOREIGN KEY (check_id) REFERENCES icp_checks DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX icp_accounts_by_check ON icp_accounts (checked_at DESC, id DESC);
CREATE INDEX icp_accounts_of_band ON icp_accounts (band, checked_at DESC, id DESC);
CREATE INDEX icp_accounts_ended ON icp_accounts (band, outcome) WHERE outcome <> '';
CREATE INDEX icp_accounts_trigrams ON icp_accounts USING gin (key gin_trgm_ops);
CREATE INDEX icp_checks_of_account ON icp_checks (account_id, id DESC);

CREATE FUNCTION refuse_rechecking() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a check is kept as it was made'; END $$;
CREATE TRIGGER icp_checks_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON icp_checks
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rechecking();
