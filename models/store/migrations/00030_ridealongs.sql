-- +goose Up
-- Ride-alongs: seats that one team offers to the other, on customer visits and in sessions where words and plans are made.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE SEQUENCE ridealong_numbers;

CREATE TABLE ridealongs (
  id          bigint PRIMARY KEY DEFAULT nextval('ridealong_numbers'),
  uid         uuid NOT NULL DEFAULT gen_random_uuid(), -- what calendars know it by
  series_id   bigint REFERENCES ridealongs, -- the first of its series; null: once
  direction   text NOT NULL, -- ride: marketers go along; sit: salespeople sit in
  kind        text NOT NULL,
  title       text NOT NULL,
  host_id     bigint NOT NULL REFERENCES people,
  account     text NOT NULL,
  account_key text NOT NULL GENERATED ALWAYS AS (lower(account)) STORED,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz NOT NULL,
  time_zone   text NOT NULL, -- IANA, of where it takes place
  place       text NOT NULL, -- where, or a link
  seats       smallint NOT NULL,
  role        text NOT NULL, -- what a guest does in the room
  prepare     text NOT NULL, -- what to read and bring
  meet        text NOT NULL, -- who will be there
  background  text NOT NULL, -- what a guest should know
  manners     text NOT NULL, -- do's and don'ts
  consent     text NOT NULL, -- of the customer
  consent_due timestamptz NOT NULL, -- when it must be given
  state       text NOT NULL,
  ended_why   text NOT NULL DEFAULT '', -- a reason of few
  ended_note  text NOT NULL DEFAULT '',
  sequence    integer NOT NULL DEFAULT 0, -- of calendars: rises with whatever they show
  offered_at  timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  told_at     timestamptz, -- that it is time to read the brief
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT ridealongs_uid_unique UNIQUE (uid),
  CONSTRAINT ridealongs_direction_known CHECK (direction IN ('ride', 'sit')),
  CONSTRAINT ridealongs_kind_fits CHECK ((direction = 'sit') = (kind = 'session') AND kind IN ('visit', 'call', 'demo', 'review', 'session')),
  CONSTRAINT ridealongs_role_known CHECK (role IN ('observe', 'ask', 'present')),
  CONSTRAINT ridealongs_consent_known CHECK (consent IN ('not-needed', 'needed', 'asked', 'given', 'refused')),
  CONSTRAINT ridealongs_state_known CHECK (state IN ('offered', 'cancelled', 'held', 'passed')),
  CONSTRAINT ridealongs_ended_why CHECK ((state = 'cancelled') = (ended_why <> '')),
  CONSTRAINT ridealongs_has_length CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '16 hours'),
  CONSTRAINT ridealongs_seats_few CHECK (seats BETWEEN 1 AND 12),
  CONSTRAINT ridealongs_title_length CHECK (char_length(title) BETWEEN 1 AND 120),
  CONSTRAINT ridealongs_account_length CHECK (char_length(account) <= 120),
  CONSTRAINT ridealongs_place_length CHECK (char_length(place) BETWEEN 1 AND 300),
  CONSTRAINT ridealongs_texts_length CHECK (char_length(prepare) <= 1000 AND char_length(meet) <= 400
    AND char_length(background) <= 2000 AND char_length(manners) <= 1000 AND char_length(ended_note) <= 1000)
);
CREATE INDEX ridealongs_by_start ON ridealongs (starts_at, id);
CREATE INDEX ridealongs_by_direction ON ridealongs (direction, starts_at, id);
CREATE INDEX ridealongs_of_host ON ridealongs (host_id, starts_at, id);
CREATE INDEX ridealongs_of_account ON ridealongs (account_key, starts_at) WHERE account_key <> '';
CREATE INDEX ridealongs_of_series ON ridealongs (series_id, starts_at) WHERE series_id IS NOT NULL;
CREATE INDEX ridealongs_to_end ON ridealongs (ends_at, id) WHERE state = 'offered';

-- A person's place on one: in the room, offered, or in the queue. The queue is in the order of ids.
CREATE TABLE ridealong_seats (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ridealong_id bigint NOT NULL REFERENCES ridealongs,
  person_id    bigint NOT NULL REFERENCES people,
  state        text NOT NULL,
  cause        text NOT NULL DEFAULT '', -- of an offer: freed, named, moved
  reason       text NOT NULL DEFAULT '', -- why it ended, one of few
  note         text NOT NULL DEFAULT '',
  wish         text NOT NULL DEFAULT '', -- the one thing the guest wants to learn
  promise_id   bigint REFERENCES promises, -- of an offer: to answer it
  asked_at     timestamptz NOT NULL,
  confirmed_at timestamptz, -- last; also of a seat that is to be confirmed again
  read_at      timestamptz, -- the brief
  ended_at     timestamptz,
  sequence     integer NOT NULL, -- of the calendar entry, as of the seat's last change
  CONSTRAINT ridealong_seats_state_known CHECK (state IN ('waiting', 'offered', 'confirmed', 'given-back', 'lapsed', 'refused', 'withdrawn', 'missed')),
  CONSTRAINT ridealong_seats_ended CHECK ((state IN ('waiting', 'offered', 'confirmed')) = (ended_at IS NULL)),
  CONSTRAINT ridealong_seats_offer_is_promised CHECK ((state = 'offered') = (promise_id IS NOT NULL) AND (state = 'offered' OR cause = '')),
  CONSTRAINT ridealong_seats_note_length CHECK (char_length(note) <= 1000),
  CONSTRAINT ridealong_seats_wish_length CHECK (char_length(wish) <= 400)
);
CREATE UNIQUE INDEX ridealong_seats_once ON ridealong_seats (ridealong_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX ridealong_seats_of_slot ON ridealong_seats (ridealong_id, id);
CREATE INDEX ridealong_seats_of_person ON ridealong_seats (person_id, ridealong_id);

-- When who is bound to be where: hosts, and guests whose seat is confirmed. Nobody is in two places at once.
CREATE TABLE ridealong_busy (
  ridealong_id bigint NOT NULL REFERENCES ridealongs,
  person_id    bigint NOT NULL REFERENCES people,
  during       tstzrange NOT NULL,
  PRIMARY KEY (ridealong_id, person_id),
  CONSTRAINT ridealong_busy_one_place EXCLUDE USING gist (person_id WITH =, during WITH &&)
);

-- Accounts, and days, on which nobody rides along.
CREATE TABLE ridealong_limits (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account     text NOT NULL, -- '': every one
  account_key text NOT NULL GENERATED ALWAYS AS (lower(account)) STORED,
  first_on    date, -- null: every day
  last_on     date,
  why         text NOT NULL,
  set_by      bigint NOT NULL REFERENCES people,
  set_at      timestamptz NOT NULL,
  lifted_at   timestamptz,
  CONSTRAINT ridealong_limits_of_something CHECK (account <> '' OR first_on IS NOT NULL),
  CONSTRAINT ridealong_limits_days CHECK ((first_on IS NULL) = (last_on IS NULL) AND last_on >= first_on),
  CONSTRAINT ridealong_limits_account_length CHECK (char_length(account) <= 120),
  CONSTRAINT ridealong_limits_why_length CHECK (char_length(why) BETWEEN 1 AND 200)
);
CREATE INDEX ridealong_limits_in_force ON ridealong_limits (id) WHERE lifted_at IS NULL;

-- What both leads set: there is one row.
CREATE TABLE ridealong_rules (
  one             boolean PRIMARY KEY DEFAULT true CHECK (one),
  guests          smallint NOT NULL, -- of one host in a month
  visits          smallint NOT NULL, -- to one account in a quarter
  sales_hours     smallint NOT NULL, -- with customers, per person and month
  marketing_hours smallint NOT NULL,
  sales_by        bigint REFERENCES people, -- the lead who agreed to it
  sales_at        timestamptz,
  marketing_by    bigint REFERENCES people,
  marketing_at    timestamptz,
  version         integer NOT NULL DEFAULT 1,
  CONSTRAINT ridealong_rules_few CHECK (guests BETWEEN 1 AND 50 AND visits BETWEEN 1 AND 50),
  CONSTRAINT ridealong_rules_hours CHECK (sales_hours BETWEEN 1 AND 200 AND marketing_hours BETWEEN 1 AND 200)
);
INSERT INTO ridealong_rules (guests, visits, sales_hours, marketing_hours) VALUES (2, 1, 40, 10);

-- Where one person's hours differ from those of the team.
CREATE TABLE ridealong_goals (
  person_id bigint PRIMARY KEY REFERENCES people,
  hours     smallint NOT NULL,
  set_by    bigint NOT NULL REFERENCES people,
  set_at    timestamptz NOT NULL,
  CONSTRAINT ridealong_goals_hours CHECK (hours BETWEEN 1 AND 200)
);

-- The secret address of a person's calendar: of the token only its hash is known here.
CREATE TABLE calendar_feeds (
  person_id  bigint PRIMARY KEY REFERENCES people,
  token_hash bytea, -- null: revoked
  customers  boolean NOT NULL DEFAULT false, -- names them
  made_at    timestamptz NOT NULL,
  CONSTRAINT calendar_feeds_token_unique UNIQUE (token_hash),
  CONSTRAINT calendar_feeds_hash_is_sha256 CHECK (octet_length(token_hash) = 32)
);
