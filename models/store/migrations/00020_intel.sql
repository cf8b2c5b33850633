-- +goose Up
-- Field intelligence: what somebody heard, who heard it too, what Marketing made of it, and the lines that rest on it.

-- Subjects that live updates never name and that nobody but their own people counts.
CREATE TABLE discreet (
  subject_kind text NOT NULL,
  subject_id   bigint NOT NULL,
  PRIMARY KEY (subject_kind, subject_id)
);

-- Who answers notes, the sensitive ones too.
CREATE TABLE note_desk (
  person_id bigint PRIMARY KEY REFERENCES people,
  since     timestamptz NOT NULL
);

-- Who sees a sensitive note beside its author: leads of both sides, and whoever answers notes.
CREATE VIEW trusted_people AS
  SELECT id FROM people WHERE active AND role = 'lead' AND side IN ('sales', 'marketing')
  UNION
  SELECT p.id FROM note_desk d JOIN people p ON p.id = d.person_id WHERE p.active AND p.role <> 'reader';

CREATE TABLE competitors (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug        text NOT NULL,
  name        text NOT NULL,            -- Corvane Logistics
  short       text NOT NULL,            -- Corvane
  summary     text NOT NULL DEFAULT '', -- who they are, in a sentence or two
  writer_id   bigint REFERENCES people, -- keeps the card
  checker_id  bigint REFERENCES people, -- checks it in the field
  reviewed_on date,                     -- read through together last
  review_on   date,                     -- and next
  added_by    bigint NOT NULL REFERENCES people,
  added_at    timestamptz NOT NULL,
  archived_at timestamptz,
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT competitors_slug_unique UNIQUE (slug),
  CONSTRAINT competitors_name_length CHECK (char_length(name) BETWEEN 1 AND 80),
  CONSTRAINT competitors_short_length CHECK (char_length(short) BETWEEN 1 AND 40),
  CONSTRAINT competitors_summary_length CHECK (char_length(summary) <= 400)
);
CREATE UNIQUE INDEX competitors_name_unique ON competitors (lower(name));
CREATE UNIQUE INDEX competitors_short_unique ON competitors (lower(short));

CREATE SEQUENCE note_numbers;

CREATE TABLE notes (
  id           bigint PRIMARY KEY DEFAULT nextval('note_numbers'),
  submission   uuid NOT NULL, -- made on the device; kept for ever, because a note may be sent again long after
  digest       text NOT NULL, -- of what was sent with it
  author_id    bigint NOT NULL REFERENCES people,
  author_side  text NOT NULL,
  kind         text NOT NULL,
  source       text NOT NULL, -- how the author knows
  heard        text NOT NULL,
  opinion      text NOT NULL, -- what the author makes of it
  account      text NOT NULL,
  account_key  text NOT NULL GENERATED ALWAYS AS (lower(account)) STORED,
  segment      text NOT NULL,
  about        text NOT NULL, -- names of the competitors, for search
  heard_on     date NOT NULL,
  urgent       boolean NOT NULL,
  sensitive    boolean NOT NULL,
  state        text NOT NULL,
  promise_id   bigint REFERENCES promises, -- what is owed now: the answer, or the author's reply
  reply        text NOT NULL DEFAULT '',   -- Marketing's answer, or its question
  reply_by     bigint REFERENCES people,
  reply_at     timestamptz,
  elsewhere    text NOT NULL DEFAULT '',   -- where it was used, when that is nothing Alongside knows
  duplicate_of bigint REFERENCES notes,
  closed_why   text NOT NULL DEFAULT '',   -- why it was withdrawn or erased
  sent_at      timestamptz NOT NULL,
  answered_at  timestamptz, -- the first answer
  late         boolean,     -- whether that came after it was promised
  witnesses    integer NOT NULL DEFAULT 0, -- others who heard it
  accounts     integer NOT NULL,           -- distinct accounts where it was heard
  version      integer NOT NULL DEFAULT 1,
  search       tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('english', heard), 'A') || setweight(to_tsvector('english', about || ' ' || account), 'B') ||
    setweight(to_tsvector('english', opinion), 'C')) STORED,
  CONSTRAINT notes_submission_unique UNIQUE (author_id, submission),
  CONSTRAINT notes_side_known CHECK (author_side IN ('sales', 'marketing')),
  CONSTRAINT notes_kind_known CHECK (kind IN ('price', 'service', 'offer', 'deal', 'need', 'rumour')),
  CONSTRAINT notes_source_known CHECK (source IN ('told', 'saw', 'hand', 'public')),
  CONSTRAINT notes_state_known CHECK (state IN ('waiting', 'asked', 'used', 'filed', 'duplicate', 'withdrawn', 'erased')),
  CONSTRAINT notes_duplicate_of_one CHECK ((state = 'duplicate') = (duplicate_of IS NOT NULL) AND duplicate_of <> id),
  CONSTRAINT notes_promise_while_open CHECK ((state IN ('waiting', 'asked')) = (promise_id IS NOT NULL)),
  CONSTRAINT notes_heard_length CHECK (char_length(heard) <= 4000),
  CONSTRAINT notes_opinion_length CHECK (char_length(opinion) <= 2000),
  CONSTRAINT notes_account_length CHECK (char_length(account) <= 120),
  CONSTRAINT notes_segment_length CHECK (char_length(segment) <= 60),
  CONSTRAINT notes_reply_length CHECK (char_length(reply) <= 2000),
  CONSTRAINT notes_elsewhere_length CHECK (char_length(elsewhere) <= 120),
  CONSTRAINT notes_closed_why_length CHECK (char_length(closed_why) <= 1000)
);
-- One index for each way to narrow the stream, in its order.
CREATE INDEX notes_by_kind ON notes (kind, id DESC);
CREATE INDEX notes_by_segment ON notes (segment, id DESC);
CREATE INDEX notes_by_source ON notes (source, id DESC);
CREATE INDEX notes_by_state ON notes (state, id DESC);
CREATE INDEX notes_by_author ON notes (author_id, id DESC);
CREATE INDEX notes_by_account ON notes (account_key, id DESC) WHERE NOT sensitive;
CREATE INDEX notes_by_day ON notes (heard_on, id);
CREATE INDEX notes_by_time ON notes (sent_at);
CREATE INDEX notes_duplicates ON notes (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX notes_search ON notes USING gin (search);

CREATE TABLE note_competitors (
  competitor_id bigint NOT NULL REFERENCES competitors,
  note_id       bigint NOT NULL REFERENCES notes,
  PRIMARY KEY (competitor_id, note_id)
);
CREATE INDEX note_competitors_of_note ON note_competitors (note_id);

-- Words of notes that everybody sees, to forgive typing errors.
CREATE TABLE note_words (
  word text PRIMARY KEY,
  CONSTRAINT note_words_length CHECK (char_length(word) BETWEEN 4 AND 40)
);
CREATE INDEX note_words_trigrams ON note_words USING gin (word gin_trgm_ops);

-- Somebody else who heard it, where and when.
CREATE TABLE witnesses (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  note_id     bigint NOT NULL REFERENCES notes,
  person_id   bigint NOT NULL REFERENCES people,
  side        text NOT NULL,
  account     text NOT NULL,
  account_key text NOT NULL GENERATED ALWAYS AS (lower(account)) STORED,
  source      text NOT NULL,
  detail      text NOT NULL, -- in a few words: an email on the desk
  heard_on    date NOT NULL,
  from_note   bigint REFERENCES notes, -- the duplicate it was
  added_at    timestamptz NOT NULL,
  CONSTRAINT witnesses_once UNIQUE (note_id, person_id, account_key),
  CONSTRAINT witnesses_side_known CHECK (side IN ('sales', 'marketing')),
  CONSTRAINT witnesses_source_known CHECK (source IN ('told', 'saw', 'hand', 'public')),
  CONSTRAINT witnesses_account_length CHECK (char_length(account) <= 120),
  CONSTRAINT witnesses_detail_length CHECK (char_length(detail) <= 200)
);
CREATE INDEX witnesses_of_person ON witnesses (person_id);

-- A line of a battlecard: as it is written now, and as it was published last.
CREATE TABLE claims (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  competitor_id  bigint NOT NULL REFERENCES competitors,
  state          text NOT NULL, -- draft, published, retired
  section        text NOT NULL,
  text           text NOT NULL,
  answer         text NOT NULL,
  may_say        boolean NOT NULL,
  changed        boolean NOT NULL, -- the words are other than those published
  drafted_by     jsonb NOT NULL,   -- who wrote since it was published last
  shown_section  text NOT NULL DEFAULT '',
  shown_text     text NOT NULL DEFAULT '',
  shown_answer   text NOT NULL DEFAULT '',
  shown_may_say  boolean NOT NULL DEFAULT false,
  published_by   bigint REFERENCES people,
  published_at   timestamptz,
  owner_id       bigint NOT NULL REFERENCES people,
  review_by      date NOT NULL,
  standing       text NOT NULL, -- computed from the citations, see intel.Standing
  accounts       integer NOT NULL DEFAULT 0,
  newest_on      date,
  look_on        date NOT NULL, -- when time alone may change the standing next
  stood_at       timestamptz NOT NULL, -- since when it stands so
  promise_id     bigint REFERENCES promises, -- somebody said it is wrong
  closed_why     text NOT NULL DEFAULT '',
  made_at        timestamptz NOT NULL,
  version        integer NOT NULL DEFAULT 1,
  CONSTRAINT claims_state_known CHECK (state IN ('draft', 'published', 'retired')),
  CONSTRAINT claims_published_once CHECK ((published_at IS NULL) = (shown_text = '') AND (state <> 'published' OR published_at IS NOT NULL)),
  CONSTRAINT claims_section_known CHECK (section IN ('read', 'we-win', 'they-win', 'ask', 'theirs', 'careful', 'price', 'proof')),
  CONSTRAINT claims_standing_known CHECK (standing IN ('supported', 'thin', 'disputed', 'stale')),
  CONSTRAINT claims_text_length CHECK (char_length(text) BETWEEN 1 AND 160),
  CONSTRAINT claims_answer_length CHECK (char_length(answer) <= 400),
  CONSTRAINT claims_closed_why_length CHECK (char_length(closed_why) <= 1000)
);
CREATE INDEX claims_of_competitor ON claims (competitor_id, id) WHERE state <> 'retired';
CREATE INDEX claims_to_look_at ON claims (look_on, id) WHERE state <> 'retired';

CREATE TABLE claim_citations (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  claim_id   bigint NOT NULL REFERENCES claims,
  note_id    bigint REFERENCES notes,
  url        text NOT NULL DEFAULT '',
  seen_on    date, -- of a page
  disputes   boolean NOT NULL DEFAULT false, -- says otherwise
  why        text NOT NULL DEFAULT '',
  cited_by   bigint NOT NULL REFERENCES people,
  cited_at   timestamptz NOT NULL,
  settled_at timestamptz, -- of a dispute
  told       boolean NOT NULL DEFAULT false, -- the note's author was told
  CONSTRAINT claim_citations_note_once UNIQUE (claim_id, note_id),
  CONSTRAINT claim_citations_of_note_or_page CHECK ((note_id IS NULL) = (url <> '') AND (url <> '') = (seen_on IS NOT NULL)),
  CONSTRAINT claim_citations_url_length CHECK (char_length(url) <= 500),
  CONSTRAINT claim_citations_why_length CHECK (char_length(why) <= 400)
);
CREATE UNIQUE INDEX claim_citations_url_once ON claim_citations (claim_id, url) WHERE url <> '';
CREATE INDEX claim_citations_of_note ON claim_citations (note_id) WHERE note_id IS NOT NULL;

-- One tap: it helped, or it is wrong.
CREATE TABLE claim_marks (
  claim_id  bigint NOT NULL REFERENCES claims,
  person_id bigint NOT NULL REFERENCES people,
  helped    boolean NOT NULL,
  why       text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (claim_id, person_id),
  CONSTRAINT claim_marks_why_length CHECK (char_length(why) <= 400)
);

-- Until when each person has seen a card.
CREATE TABLE card_looks (
  competitor_id bigint NOT NULL REFERENCES competitors,
  person_id     bigint NOT NULL REFERENCES people,
  looked_at     timestamptz NOT NULL,
  PRIMARY KEY (competitor_id, person_id)
);

-- A deal that closed with a competitor in it.
CREATE TABLE deals (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  competitor_id bigint NOT NULL REFERENCES competitors,
  account       text NOT NULL,
  won           boolean NOT NULL,
  reason        text NOT NULL,
  others        jsonb NOT NULL, -- up to two more reasons
  why           text NOT NULL,
  closed_on     date NOT NULL,
  told_by       bigint NOT NULL REFERENCES people,
  told_at       timestamptz NOT NULL,
  CONSTRAINT deals_reason_known CHECK (reason IN ('price', 'gap', 'proof', 'relationship', 'service', 'budget', 'champion',
    'priority', 'timing', 'in-house', 'process', 'unqualified')),
  CONSTRAINT deals_account_length CHECK (char_length(account) BETWEEN 1 AND 120),
  CONSTRAINT deals_why_length CHECK (char_length(why) <= 2000)
);
CREATE INDEX deals_of_competitor ON deals (competitor_id, closed_on);
CREATE INDEX deals_by_day ON deals (closed_on);

-- What both teams need to learn.
CREATE TABLE questions (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  competitor_id bigint REFERENCES competitors,
  text          text NOT NULL,
  why           text NOT NULL,
  needed_by     date NOT NULL,
  asked_by      bigint NOT NULL REFERENCES people,
  asked_at      timestamptz NOT NULL,
  answer        text NOT NULL DEFAULT '',
  closed_by     bigint REFERENCES people,
  closed_at     timestamptz,
  version       integer NOT NULL DEFAULT 1,
  CONSTRAINT questions_text_length CHECK (char_length(text) BETWEEN 1 AND 200),
  CONSTRAINT questions_why_length CHECK (char_length(why) <= 1000),
  CONSTRAINT questions_answer_length CHECK (char_length(answer) <= 1000)
);
CREATE INDEX questions_open ON questions (needed_by, id) WHERE closed_at IS NULL;

CREATE TABLE question_notes (
  question_id bigint NOT NULL REFERENCES questions,
  note_id     bigint NOT NULL REFERENCES notes,
  cited_by    bigint NOT NULL REFERENCES people,
  cited_at    timestamptz NOT NULL,
  PRIMARY KEY (question_id, note_id)
);
CREATE INDEX question_notes_of_note ON question_notes (note_id);
