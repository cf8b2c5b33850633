-- The schema that migrations/*.sql make, to be read. Written by: go test ./models/store -run TestSchema -update

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;

CREATE FUNCTION refuse_rechecking() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'a check is kept as it was made'; END $$;

CREATE FUNCTION refuse_unsealing() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'a version is sealed'; END $$;

CREATE TABLE calendar_feeds (
    person_id bigint NOT NULL,
    token_hash bytea,
    customers boolean DEFAULT false NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT calendar_feeds_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
);

CREATE TABLE card_looks (
    competitor_id bigint NOT NULL,
    person_id bigint NOT NULL,
    looked_at timestamp with time zone NOT NULL
);

CREATE TABLE claim_citations (
    id bigint NOT NULL,
    claim_id bigint NOT NULL,
    note_id bigint,
    url text DEFAULT ''::text NOT NULL,
    seen_on date,
    disputes boolean DEFAULT false NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    cited_by bigint NOT NULL,
    cited_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    told boolean DEFAULT false NOT NULL,
    CONSTRAINT claim_citations_of_note_or_page CHECK ((((note_id IS NULL) = (url <> ''::text)) AND ((url <> ''::text) = (seen_on IS NOT NULL)))),
    CONSTRAINT claim_citations_url_length CHECK ((char_length(url) <= 500)),
    CONSTRAINT claim_citations_why_length CHECK ((char_length(why) <= 400))
);

ALTER TABLE claim_citations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME claim_citations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE claim_marks (
    claim_id bigint NOT NULL,
    person_id bigint NOT NULL,
    helped boolean NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT claim_marks_why_length CHECK ((char_length(why) <= 400))
);

CREATE TABLE claims (
    id bigint NOT NULL,
    competitor_id bigint NOT NULL,
    state text NOT NULL,
    section text NOT NULL,
    text text NOT NULL,
    answer text NOT NULL,
    may_say boolean NOT NULL,
    changed boolean NOT NULL,
    drafted_by jsonb NOT NULL,
    shown_section text DEFAULT ''::text NOT NULL,
    shown_text text DEFAULT ''::text NOT NULL,
    shown_answer text DEFAULT ''::text NOT NULL,
    shown_may_say boolean DEFAULT false NOT NULL,
    published_by bigint,
    published_at timestamp with time zone,
    owner_id bigint NOT NULL,
    review_by date NOT NULL,
    standing text NOT NULL,
    accounts integer DEFAULT 0 NOT NULL,
    newest_on date,
    look_on date NOT NULL,
    stood_at timestamp with time zone NOT NULL,
    promise_id bigint,
    closed_why text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT claims_answer_length CHECK ((char_length(answer) <= 400)),
    CONSTRAINT claims_closed_why_length CHECK ((char_length(closed_why) <= 1000)),
    CONSTRAINT claims_published_once CHECK ((((published_at IS NULL) = (shown_text = ''::text)) AND ((state <> 'published'::text) OR (published_at IS NOT NULL)))),
    CONSTRAINT claims_section_known CHECK ((section = ANY (ARRAY['read'::text, 'we-win'::text, 'they-win'::text, 'ask'::text, 'theirs'::text, 'careful'::text, 'price'::text, 'proof'::text]))),
    CONSTRAINT claims_standing_known CHECK ((standing = ANY (ARRAY['supported'::text, 'thin'::text, 'disputed'::text, 'stale'::text]))),
    CONSTRAINT claims_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text]))),
    CONSTRAINT claims_text_length CHECK (((char_length(text) >= 1) AND (char_length(text) <= 160)))
);

ALTER TABLE claims ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME claims_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE closings (
    id bigint NOT NULL,
    day date NOT NULL,
    half boolean NOT NULL,
    name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    reopened_at timestamp with time zone,
    CONSTRAINT closings_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)))
);

ALTER TABLE closings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME closings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE competitors (
    id bigint NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    short text NOT NULL,
    summary text DEFAULT ''::text NOT NULL,
    writer_id bigint,
    checker_id bigint,
    reviewed_on date,
    review_on date,
    added_by bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT competitors_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
    CONSTRAINT competitors_short_length CHECK (((char_length(short) >= 1) AND (char_length(short) <= 40))),
    CONSTRAINT competitors_summary_length CHECK ((char_length(summary) <= 400))
);

ALTER TABLE competitors ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME competitors_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE customer_hours (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    day date NOT NULL,
    minutes smallint NOT NULL,
    what text NOT NULL,
    logged_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT customer_hours_minutes CHECK (((minutes >= 15) AND (minutes <= 960))),
    CONSTRAINT customer_hours_what_length CHECK (((char_length(what) >= 1) AND (char_length(what) <= 120)))
);

ALTER TABLE customer_hours ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME customer_hours_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE deals (
    id bigint NOT NULL,
    competitor_id bigint NOT NULL,
    account text NOT NULL,
    won boolean NOT NULL,
    reason text NOT NULL,
    others jsonb NOT NULL,
    why text NOT NULL,
    closed_on date NOT NULL,
    told_by bigint NOT NULL,
    told_at timestamp with time zone NOT NULL,
    CONSTRAINT deals_account_length CHECK (((char_length(account) >= 1) AND (char_length(account) <= 120))),
    CONSTRAINT deals_reason_known CHECK ((reason = ANY (ARRAY['price'::text, 'gap'::text, 'proof'::text, 'relationship'::text, 'service'::text, 'budget'::text, 'champion'::text, 'priority'::text, 'timing'::text, 'in-house'::text, 'process'::text, 'unqualified'::text]))),
    CONSTRAINT deals_why_length CHECK ((char_length(why) <= 2000))
);

ALTER TABLE deals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME deals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE debrief_outcomes (
    debrief_id bigint NOT NULL,
    question text NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT debrief_outcomes_kind_known CHECK ((subject_kind = ANY (ARRAY['note'::text, 'request'::text, 'proposal'::text])))
);

CREATE TABLE debrief_verdicts (
    ridealong_id bigint NOT NULL,
    question text NOT NULL,
    differs boolean NOT NULL,
    said_by bigint NOT NULL,
    said_at timestamp with time zone NOT NULL
);

CREATE TABLE debriefs (
    id bigint NOT NULL,
    ridealong_id bigint NOT NULL,
    person_id bigint NOT NULL,
    host boolean NOT NULL,
    promise_id bigint NOT NULL,
    answers jsonb DEFAULT '{}'::jsonb NOT NULL,
    share boolean DEFAULT false NOT NULL,
    answered_at timestamp with time zone,
    released_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT debriefs_answered_or_released CHECK (((answered_at IS NULL) OR (released_at IS NULL)))
);

ALTER TABLE debriefs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME debriefs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE deflections (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    side text NOT NULL,
    type_key text NOT NULL,
    title text NOT NULL,
    request_id bigint NOT NULL,
    submission uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT deflections_side_known CHECK ((side = ANY (ARRAY['sales'::text, 'marketing'::text]))),
    CONSTRAINT deflections_title_length CHECK ((char_length(title) <= 120))
);

ALTER TABLE deflections ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME deflections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE discreet (
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL
);

CREATE TABLE drafts (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    submission uuid NOT NULL,
    type_key text,
    typed jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind text NOT NULL,
    CONSTRAINT drafts_kind_known CHECK ((kind = ANY (ARRAY['request'::text, 'proposal'::text, 'offer'::text]))),
    CONSTRAINT drafts_type_of_requests CHECK (((kind = 'request'::text) = (type_key IS NOT NULL))),
    CONSTRAINT drafts_typed_size CHECK ((octet_length((typed)::text) <= 1048576))
);

ALTER TABLE drafts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME drafts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE events (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    kind text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT events_kind_length CHECK (((char_length(kind) >= 1) AND (char_length(kind) <= 60)))
);

ALTER TABLE events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE files (
    id bigint NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    key text NOT NULL,
    added_by bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    piece_id bigint NOT NULL,
    number smallint DEFAULT 1 NOT NULL,
    thumb_key text DEFAULT ''::text NOT NULL,
    CONSTRAINT files_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT files_number_from_one CHECK ((number >= 1)),
    CONSTRAINT files_size_limit CHECK (((size >= 0) AND (size <= 26214400)))
);

ALTER TABLE files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE followers (
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    person_id bigint NOT NULL,
    since timestamp with time zone NOT NULL
);

CREATE TABLE icp_accounts (
    id bigint NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    check_id bigint NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    band text NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    outcome_by bigint,
    outcome_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT icp_accounts_band_known CHECK ((band = ANY (ARRAY['strong'::text, 'good'::text, 'not-yet'::text, 'no'::text, 'unknown'::text]))),
    CONSTRAINT icp_accounts_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT icp_accounts_outcome_known CHECK ((outcome = ANY (ARRAY[''::text, 'won'::text, 'lost'::text, 'left'::text]))),
    CONSTRAINT icp_accounts_outcome_said CHECK (((outcome = ''::text) OR ((outcome_by IS NOT NULL) AND (outcome_at IS NOT NULL))))
);

ALTER TABLE icp_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME icp_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE icp_check_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE icp_checks (
    id bigint DEFAULT nextval('icp_check_numbers'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    version integer NOT NULL,
    answers jsonb NOT NULL,
    points smallint NOT NULL,
    band text NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT icp_checks_band_known CHECK ((band = ANY (ARRAY['strong'::text, 'good'::text, 'not-yet'::text, 'no'::text, 'unknown'::text])))
);

CREATE SEQUENCE icp_criterion_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE icp_document (
    id smallint DEFAULT 1 NOT NULL,
    version integer NOT NULL,
    agreed_on date,
    CONSTRAINT icp_document_one CHECK ((id = 1))
);

CREATE TABLE icp_keys (
    proposal_id bigint NOT NULL,
    side text NOT NULL,
    person_id bigint NOT NULL,
    turned_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    digest text NOT NULL,
    reservation text DEFAULT ''::text NOT NULL,
    reservation_on date,
    CONSTRAINT icp_keys_reservation_dated CHECK (((reservation = ''::text) = (reservation_on IS NULL))),
    CONSTRAINT icp_keys_reservation_length CHECK ((char_length(reservation) <= 1000)),
    CONSTRAINT icp_keys_side_known CHECK ((side = ANY (ARRAY['sales'::text, 'marketing'::text])))
);

CREATE SEQUENCE icp_proposal_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE icp_proposals (
    id bigint DEFAULT nextval('icp_proposal_numbers'::regclass) NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    why text NOT NULL,
    wording boolean DEFAULT false NOT NULL,
    base integer NOT NULL,
    changes jsonb NOT NULL,
    sections jsonb NOT NULL,
    conflicts jsonb DEFAULT '[]'::jsonb NOT NULL,
    whole boolean DEFAULT false NOT NULL,
    sources jsonb NOT NULL,
    author_id bigint,
    author_side text NOT NULL,
    written_with jsonb NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    merged_into bigint,
    version integer,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by bigint,
    CONSTRAINT icp_proposals_kind_known CHECK ((kind = ANY (ARRAY['change'::text, 'review'::text]))),
    CONSTRAINT icp_proposals_open_until_closed CHECK (((state = 'open'::text) = (closed_at IS NULL))),
    CONSTRAINT icp_proposals_reason_length CHECK ((char_length(reason) <= 1000)),
    CONSTRAINT icp_proposals_side_known CHECK ((author_side = ANY (ARRAY['sales'::text, 'marketing'::text, 'none'::text]))),
    CONSTRAINT icp_proposals_state_known CHECK ((state = ANY (ARRAY['open'::text, 'agreed'::text, 'withdrawn'::text, 'refused'::text, 'merged'::text]))),
    CONSTRAINT icp_proposals_title_length CHECK (((char_length(title) >= 1) AND (char_length(title) <= 120))),
    CONSTRAINT icp_proposals_why_length CHECK ((char_length(why) <= 2000))
);

CREATE TABLE icp_readings (
    version integer NOT NULL,
    person_id bigint NOT NULL,
    reminded_at timestamp with time zone,
    read_at timestamp with time zone
);

CREATE TABLE icp_reservations (
    id bigint NOT NULL,
    proposal_id bigint NOT NULL,
    person_id bigint NOT NULL,
    side text NOT NULL,
    sections jsonb NOT NULL,
    text text NOT NULL,
    due_on date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    settled_by bigint,
    settled_at timestamp with time zone
);

ALTER TABLE icp_reservations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME icp_reservations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE icp_row_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE SEQUENCE icp_section_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE icp_sections (
    id bigint NOT NULL,
    title text NOT NULL,
    owner_id bigint NOT NULL,
    owner_side text NOT NULL,
    review_on date NOT NULL,
    told_days smallint,
    CONSTRAINT icp_sections_side_known CHECK ((owner_side = ANY (ARRAY['sales'::text, 'marketing'::text])))
);

CREATE TABLE icp_versions (
    number integer NOT NULL,
    content jsonb NOT NULL,
    digest text NOT NULL,
    summary text NOT NULL,
    proposals jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sales_key bigint,
    sales_key_at timestamp with time zone,
    marketing_key bigint,
    marketing_key_at timestamp with time zone,
    CONSTRAINT icp_versions_keys_have_times CHECK ((((sales_key IS NULL) = (sales_key_at IS NULL)) AND ((marketing_key IS NULL) = (marketing_key_at IS NULL)))),
    CONSTRAINT icp_versions_sealed_by_both CHECK ((((number = 0) = (sales_key IS NULL)) AND ((number = 0) = (marketing_key IS NULL)))),
    CONSTRAINT icp_versions_sealed_by_two CHECK ((sales_key <> marketing_key))
);

CREATE TABLE links (
    from_kind text NOT NULL,
    from_id bigint NOT NULL,
    to_kind text NOT NULL,
    to_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by bigint
);

CREATE TABLE mails (
    id bigint NOT NULL,
    event_id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    message_id uuid DEFAULT gen_random_uuid() NOT NULL,
    address text NOT NULL,
    reply_to_id bigint,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    calendar text NOT NULL,
    method text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT mails_body_length CHECK (((char_length(body_text) <= 20000) AND (char_length(body_html) <= 100000) AND (char_length(calendar) <= 100000))),
    CONSTRAINT mails_ended CHECK (((state = 'waiting'::text) = (ended_at IS NULL))),
    CONSTRAINT mails_kind_known CHECK ((kind = ANY (ARRAY['invitation'::text, 'cancellation'::text]))),
    CONSTRAINT mails_method_of_calendar CHECK (
CASE
    WHEN (calendar = ''::text) THEN (method = ''::text)
    ELSE (method = ANY (ARRAY['REQUEST'::text, 'CANCEL'::text]))
END),
    CONSTRAINT mails_problem_length CHECK ((char_length(problem) <= 300)),
    CONSTRAINT mails_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'kept'::text, 'failed'::text]))),
    CONSTRAINT mails_subject_one_line CHECK ((((char_length(subject) >= 1) AND (char_length(subject) <= 300)) AND (subject !~ '[[:cntrl:]]'::text)))
);

ALTER TABLE mails ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mails_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE note_competitors (
    competitor_id bigint NOT NULL,
    note_id bigint NOT NULL
);

CREATE TABLE note_desk (
    person_id bigint NOT NULL,
    since timestamp with time zone NOT NULL
);

CREATE SEQUENCE note_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE note_words (
    word text NOT NULL,
    CONSTRAINT note_words_length CHECK (((char_length(word) >= 4) AND (char_length(word) <= 40)))
);

CREATE TABLE notes (
    id bigint DEFAULT nextval('note_numbers'::regclass) NOT NULL,
    submission uuid NOT NULL,
    digest text NOT NULL,
    author_id bigint NOT NULL,
    author_side text NOT NULL,
    kind text NOT NULL,
    source text NOT NULL,
    heard text NOT NULL,
    opinion text NOT NULL,
    account text NOT NULL,
    account_key text GENERATED ALWAYS AS (lower(account)) STORED NOT NULL,
    segment text NOT NULL,
    about text NOT NULL,
    heard_on date NOT NULL,
    urgent boolean NOT NULL,
    sensitive boolean NOT NULL,
    state text NOT NULL,
    promise_id bigint,
    reply text DEFAULT ''::text NOT NULL,
    reply_by bigint,
    reply_at timestamp with time zone,
    elsewhere text DEFAULT ''::text NOT NULL,
    duplicate_of bigint,
    closed_why text DEFAULT ''::text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    late boolean,
    witnesses integer DEFAULT 0 NOT NULL,
    accounts integer NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    search tsvector GENERATED ALWAYS AS (((setweight(to_tsvector('english'::regconfig, heard), 'A'::"char") || setweight(to_tsvector('english'::regconfig, ((about || ' '::text) || account)), 'B'::"char")) || setweight(to_tsvector('english'::regconfig, opinion), 'C'::"char"))) STORED NOT NULL,
    CONSTRAINT notes_account_length CHECK ((char_length(account) <= 120)),
    CONSTRAINT notes_closed_why_length CHECK ((char_length(closed_why) <= 1000)),
    CONSTRAINT notes_duplicate_of_one CHECK ((((state = 'duplicate'::text) = (duplicate_of IS NOT NULL)) AND (duplicate_of <> id))),
    CONSTRAINT notes_elsewhere_length CHECK ((char_length(elsewhere) <= 120)),
    CONSTRAINT notes_heard_length CHECK ((char_length(heard) <= 4000)),
    CONSTRAINT notes_kind_known CHECK ((kind = ANY (ARRAY['price'::text, 'service'::text, 'offer'::text, 'deal'::text, 'need'::text, 'rumour'::text]))),
    CONSTRAINT notes_opinion_length CHECK ((char_length(opinion) <= 2000)),
    CONSTRAINT notes_promise_while_open CHECK (((state = ANY (ARRAY['waiting'::text, 'asked'::text])) = (promise_id IS NOT NULL))),
    CONSTRAINT notes_reply_length CHECK ((char_length(reply) <= 2000)),
    CONSTRAINT notes_segment_length CHECK ((char_length(segment) <= 60)),
    CONSTRAINT notes_side_known CHECK ((author_side = ANY (ARRAY['sales'::text, 'marketing'::text]))),
    CONSTRAINT notes_source_known CHECK ((source = ANY (ARRAY['told'::text, 'saw'::text, 'hand'::text, 'public'::text]))),
    CONSTRAINT notes_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'asked'::text, 'used'::text, 'filed'::text, 'duplicate'::text, 'withdrawn'::text, 'erased'::text])))
);

CREATE TABLE notices (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    event_id bigint NOT NULL,
    read_at timestamp with time zone
);

ALTER TABLE notices ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE people (
    id bigint NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    side text NOT NULL,
    role text NOT NULL,
    password_hash text NOT NULL,
    zone text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT people_email_length CHECK (((char_length(email) >= 3) AND (char_length(email) <= 254))),
    CONSTRAINT people_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
    CONSTRAINT people_role_known CHECK ((role = ANY (ARRAY['member'::text, 'lead'::text, 'reader'::text, 'admin'::text]))),
    CONSTRAINT people_side_known CHECK ((side = ANY (ARRAY['sales'::text, 'marketing'::text, 'none'::text]))),
    CONSTRAINT people_work_for_a_side CHECK (((side <> 'none'::text) OR (role = ANY (ARRAY['reader'::text, 'admin'::text]))))
);

ALTER TABLE people ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME people_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE piece_uses (
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    person_id bigint NOT NULL,
    with_whom text NOT NULL,
    used_on date NOT NULL,
    happened text NOT NULL,
    said_at timestamp with time zone NOT NULL,
    CONSTRAINT piece_uses_happened_length CHECK ((char_length(happened) <= 200)),
    CONSTRAINT piece_uses_with_whom_length CHECK (((char_length(with_whom) >= 1) AND (char_length(with_whom) <= 120)))
);

ALTER TABLE piece_uses ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME piece_uses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE piece_versions (
    request_id bigint NOT NULL,
    number smallint NOT NULL,
    link text NOT NULL,
    files jsonb NOT NULL,
    note text NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT piece_versions_after_delivery CHECK ((number > 1)),
    CONSTRAINT piece_versions_link_length CHECK ((char_length(link) <= 500)),
    CONSTRAINT piece_versions_note_length CHECK (((char_length(note) >= 1) AND (char_length(note) <= 1000)))
);

CREATE TABLE pieces (
    request_id bigint NOT NULL,
    type_key text NOT NULL,
    owner_id bigint NOT NULL,
    owner_side text NOT NULL,
    number smallint DEFAULT 1 NOT NULL,
    review_by date,
    right_until date GENERATED ALWAYS AS (COALESCE(review_by, '9999-12-31'::date)) STORED NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    checked_by bigint,
    reported_at timestamp with time zone,
    archived_at timestamp with time zone,
    remind_on date,
    ask_use_on date,
    use_asked_of bigint,
    unused text DEFAULT ''::text NOT NULL,
    unused_why text DEFAULT ''::text NOT NULL,
    uses integer DEFAULT 0 NOT NULL,
    downloads integer DEFAULT 0 NOT NULL,
    downloaded_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pieces_owner_side_known CHECK ((owner_side = ANY (ARRAY['sales'::text, 'marketing'::text]))),
    CONSTRAINT pieces_unused_known CHECK ((unused = ANY (ARRAY[''::text, 'late'::text, 'other-than-asked'::text, 'no-need'::text, 'another'::text, 'other'::text]))),
    CONSTRAINT pieces_unused_why_length CHECK ((char_length(unused_why) <= 1000))
);

CREATE TABLE processes (
    id bigint NOT NULL,
    type_key text NOT NULL,
    version smallint NOT NULL,
    stages jsonb NOT NULL,
    fields jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sales_key bigint,
    marketing_key bigint,
    agreed_at timestamp with time zone,
    rounds smallint DEFAULT 2 NOT NULL,
    decides text DEFAULT 'asker'::text NOT NULL,
    reviewers jsonb DEFAULT '[]'::jsonb NOT NULL,
    review_days smallint NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    drafted_by jsonb DEFAULT '[]'::jsonb NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    sales_key_at timestamp with time zone,
    marketing_key_at timestamp with time zone,
    in_force_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    CONSTRAINT processes_agreed_by_both CHECK (((agreed_at IS NULL) OR ((sales_key IS NOT NULL) AND (marketing_key IS NOT NULL)))),
    CONSTRAINT processes_agreed_by_two CHECK ((sales_key <> marketing_key)),
    CONSTRAINT processes_decides_known CHECK ((decides = ANY (ARRAY['asker'::text, 'lead'::text]))),
    CONSTRAINT processes_in_force_by_both CHECK (((version = 1) OR (in_force_at IS NULL) OR ((sales_key IS NOT NULL) AND (marketing_key IS NOT NULL)))),
    CONSTRAINT processes_keys_have_times CHECK ((((sales_key IS NULL) = (sales_key_at IS NULL)) AND ((marketing_key IS NULL) = (marketing_key_at IS NULL)))),
    CONSTRAINT processes_review_days_some CHECK ((review_days >= 0)),
    CONSTRAINT processes_rounds_some CHECK (((rounds >= 1) AND (rounds <= 9))),
    CONSTRAINT processes_why_length CHECK ((char_length(why) <= 1000)),
    CONSTRAINT processes_withdrawn_unused CHECK (((withdrawn_at IS NULL) OR (in_force_at IS NULL)))
);

ALTER TABLE processes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME processes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE promises (
    id bigint NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    kind text NOT NULL,
    step smallint DEFAULT 0 NOT NULL,
    what text NOT NULL,
    about text NOT NULL,
    from_side text NOT NULL,
    from_person_id bigint,
    to_side text NOT NULL,
    to_person_id bigint,
    target bigint NOT NULL,
    whole_days boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    closed_at timestamp with time zone,
    outcome text,
    reminded_at timestamp with time zone,
    CONSTRAINT promises_closed_after_opened CHECK ((closed_at >= opened_at)),
    CONSTRAINT promises_closed_with_outcome CHECK (((closed_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT promises_outcome_known CHECK ((outcome = ANY (ARRAY['kept'::text, 'late'::text, 'released'::text]))),
    CONSTRAINT promises_sides_known CHECK (((from_side = ANY (ARRAY['sales'::text, 'marketing'::text])) AND (to_side = ANY (ARRAY['sales'::text, 'marketing'::text])))),
    CONSTRAINT promises_target_positive CHECK ((target > 0))
);

ALTER TABLE promises ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME promises_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE question_notes (
    question_id bigint NOT NULL,
    note_id bigint NOT NULL,
    cited_by bigint NOT NULL,
    cited_at timestamp with time zone NOT NULL
);

CREATE TABLE questions (
    id bigint NOT NULL,
    competitor_id bigint,
    text text NOT NULL,
    why text NOT NULL,
    needed_by date NOT NULL,
    asked_by bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    closed_by bigint,
    closed_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT questions_answer_length CHECK ((char_length(answer) <= 1000)),
    CONSTRAINT questions_text_length CHECK (((char_length(text) >= 1) AND (char_length(text) <= 200))),
    CONSTRAINT questions_why_length CHECK ((char_length(why) <= 1000))
);

ALTER TABLE questions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME questions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE request_checks (
    request_id bigint NOT NULL,
    item smallint NOT NULL,
    done_by bigint NOT NULL,
    done_at timestamp with time zone NOT NULL
);

CREATE SEQUENCE request_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE request_types (
    key text NOT NULL,
    name text NOT NULL,
    blurb text NOT NULL,
    side text NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT request_types_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
    CONSTRAINT request_types_side_known CHECK ((side = ANY (ARRAY['sales'::text, 'marketing'::text])))
);

CREATE TABLE requests (
    id bigint DEFAULT nextval('request_numbers'::regclass) NOT NULL,
    type_key text NOT NULL,
    process_id bigint NOT NULL,
    asked_side text NOT NULL,
    requester_id bigint NOT NULL,
    requester_side text NOT NULL,
    title text NOT NULL,
    account text NOT NULL,
    reader text NOT NULL,
    change text NOT NULL,
    uses jsonb NOT NULL,
    fields jsonb NOT NULL,
    needed_by date,
    rush_reason text NOT NULL,
    state text NOT NULL,
    stage smallint NOT NULL,
    sales_person_id bigint,
    marketing_person_id bigint,
    ball_promise_id bigint,
    ball_kind text NOT NULL,
    ball_side text NOT NULL,
    ball_person_id bigint,
    ball_since timestamp with time zone,
    ball_due_at timestamp with time zone,
    ball_target bigint NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    promised_at timestamp with time zone NOT NULL,
    forecast_at timestamp with time zone NOT NULL,
    dated_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_why text DEFAULT ''::text NOT NULL,
    delivered_link text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    search tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, ((title || ' '::text) || account))) STORED NOT NULL,
    days jsonb DEFAULT '[]'::jsonb NOT NULL,
    first_promised_at timestamp with time zone NOT NULL,
    rush text DEFAULT ''::text NOT NULL,
    waits_for text DEFAULT ''::text NOT NULL,
    suggested_on date,
    suggested_by bigint,
    suggested_side text DEFAULT ''::text NOT NULL,
    suggested_why text DEFAULT ''::text NOT NULL,
    warned_at timestamp with time zone,
    at_risk boolean GENERATED ALWAYS AS (((forecast_at > promised_at) AND (ball_side <> ''::text))) STORED NOT NULL,
    lane text DEFAULT 'brief'::text NOT NULL,
    furthest smallint DEFAULT 1 NOT NULL,
    rounds smallint DEFAULT 0 NOT NULL,
    more_rounds smallint DEFAULT 0 NOT NULL,
    reviewers jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT requests_account_length CHECK ((char_length(account) <= 120)),
    CONSTRAINT requests_ball_while_open CHECK ((((state = 'open'::text) = (ball_promise_id IS NOT NULL)) AND ((state = 'open'::text) = (closed_at IS NULL)))),
    CONSTRAINT requests_change_length CHECK ((char_length(change) <= 2000)),
    CONSTRAINT requests_lane_known CHECK ((lane = ANY (ARRAY['brief'::text, 'making'::text, 'checking'::text, 'design'::text, 'finishing'::text]))),
    CONSTRAINT requests_link_length CHECK ((char_length(delivered_link) <= 500)),
    CONSTRAINT requests_reader_length CHECK ((char_length(reader) <= 2000)),
    CONSTRAINT requests_rush_known CHECK ((rush = ANY (ARRAY[''::text, 'asked'::text, 'agreed'::text, 'declined'::text]))),
    CONSTRAINT requests_rush_reason_length CHECK ((char_length(rush_reason) <= 1000)),
    CONSTRAINT requests_sides_known CHECK (((asked_side = ANY (ARRAY['sales'::text, 'marketing'::text])) AND (requester_side = ANY (ARRAY['sales'::text, 'marketing'::text])))),
    CONSTRAINT requests_state_known CHECK ((state = ANY (ARRAY['open'::text, 'delivered'::text, 'declined'::text, 'cancelled'::text, 'lapsed'::text]))),
    CONSTRAINT requests_suggested_whole CHECK (((suggested_on IS NULL) = (suggested_by IS NULL))),
    CONSTRAINT requests_suggested_why_length CHECK ((char_length(suggested_why) <= 2000)),
    CONSTRAINT requests_title_length CHECK (((char_length(title) >= 1) AND (char_length(title) <= 120))),
    CONSTRAINT requests_waits_for_length CHECK ((char_length(waits_for) <= 2000))
);

CREATE TABLE review_answers (
    id bigint NOT NULL,
    round_id bigint NOT NULL,
    person_id bigint NOT NULL,
    side text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by bigint,
    answer text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    files jsonb DEFAULT '[]'::jsonb NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT review_answers_answer_known CHECK ((answer = ANY (ARRAY[''::text, 'approved'::text, 'notes'::text, 'changes'::text, 'not-mine'::text]))),
    CONSTRAINT review_answers_note_length CHECK ((char_length(note) <= 2000)),
    CONSTRAINT review_answers_side_known CHECK ((side = ANY (ARRAY['sales'::text, 'marketing'::text]))),
    CONSTRAINT review_answers_time_when_answered CHECK (((answered_at IS NULL) = (answer = ''::text)))
);

ALTER TABLE review_answers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME review_answers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE review_rounds (
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    number smallint NOT NULL,
    stage smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    decided_by bigint,
    outcome text DEFAULT ''::text NOT NULL,
    CONSTRAINT review_rounds_decided_by_somebody CHECK (((outcome = ANY (ARRAY[''::text, 'ended'::text])) = (decided_by IS NULL))),
    CONSTRAINT review_rounds_number_from_one CHECK ((number >= 1)),
    CONSTRAINT review_rounds_outcome_known CHECK ((outcome = ANY (ARRAY[''::text, 'approved'::text, 'notes'::text, 'changes'::text, 'ended'::text]))),
    CONSTRAINT review_rounds_outcome_when_closed CHECK (((closed_at IS NULL) = (outcome = ''::text)))
);

ALTER TABLE review_rounds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME review_rounds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ridealong_busy (
    ridealong_id bigint NOT NULL,
    person_id bigint NOT NULL,
    during tstzrange NOT NULL
);

CREATE TABLE ridealong_goals (
    person_id bigint NOT NULL,
    hours smallint NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT ridealong_goals_hours CHECK (((hours >= 1) AND (hours <= 200)))
);

CREATE TABLE ridealong_limits (
    id bigint NOT NULL,
    account text NOT NULL,
    account_key text GENERATED ALWAYS AS (lower(account)) STORED NOT NULL,
    first_on date,
    last_on date,
    why text NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    CONSTRAINT ridealong_limits_account_length CHECK ((char_length(account) <= 120)),
    CONSTRAINT ridealong_limits_days CHECK ((((first_on IS NULL) = (last_on IS NULL)) AND (last_on >= first_on))),
    CONSTRAINT ridealong_limits_of_something CHECK (((account <> ''::text) OR (first_on IS NOT NULL))),
    CONSTRAINT ridealong_limits_why_length CHECK (((char_length(why) >= 1) AND (char_length(why) <= 200)))
);

ALTER TABLE ridealong_limits ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ridealong_limits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE ridealong_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE ridealong_rules (
    one boolean DEFAULT true NOT NULL,
    guests smallint NOT NULL,
    visits smallint NOT NULL,
    sales_hours smallint NOT NULL,
    marketing_hours smallint NOT NULL,
    sales_by bigint,
    sales_at timestamp with time zone,
    marketing_by bigint,
    marketing_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ridealong_rules_few CHECK ((((guests >= 1) AND (guests <= 50)) AND ((visits >= 1) AND (visits <= 50)))),
    CONSTRAINT ridealong_rules_hours CHECK ((((sales_hours >= 1) AND (sales_hours <= 200)) AND ((marketing_hours >= 1) AND (marketing_hours <= 200)))),
    CONSTRAINT ridealong_rules_one_check CHECK (one)
);

CREATE TABLE ridealong_seats (
    id bigint NOT NULL,
    ridealong_id bigint NOT NULL,
    person_id bigint NOT NULL,
    state text NOT NULL,
    cause text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    wish text DEFAULT ''::text NOT NULL,
    promise_id bigint,
    asked_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    read_at timestamp with time zone,
    ended_at timestamp with time zone,
    sequence integer NOT NULL,
    CONSTRAINT ridealong_seats_ended CHECK (((state = ANY (ARRAY['waiting'::text, 'offered'::text, 'confirmed'::text])) = (ended_at IS NULL))),
    CONSTRAINT ridealong_seats_note_length CHECK ((char_length(note) <= 1000)),
    CONSTRAINT ridealong_seats_offer_is_promised CHECK ((((state = 'offered'::text) = (promise_id IS NOT NULL)) AND ((state = 'offered'::text) OR (cause = ''::text)))),
    CONSTRAINT ridealong_seats_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'offered'::text, 'confirmed'::text, 'given-back'::text, 'lapsed'::text, 'refused'::text, 'withdrawn'::text, 'missed'::text]))),
    CONSTRAINT ridealong_seats_wish_length CHECK ((char_length(wish) <= 400))
);

ALTER TABLE ridealong_seats ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ridealong_seats_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ridealongs (
    id bigint DEFAULT nextval('ridealong_numbers'::regclass) NOT NULL,
    uid uuid DEFAULT gen_random_uuid() NOT NULL,
    series_id bigint,
    direction text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    host_id bigint NOT NULL,
    account text NOT NULL,
    account_key text GENERATED ALWAYS AS (lower(account)) STORED NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    time_zone text NOT NULL,
    place text NOT NULL,
    seats smallint NOT NULL,
    role text NOT NULL,
    prepare text NOT NULL,
    meet text NOT NULL,
    background text NOT NULL,
    manners text NOT NULL,
    consent text NOT NULL,
    consent_due timestamp with time zone NOT NULL,
    state text NOT NULL,
    ended_why text DEFAULT ''::text NOT NULL,
    ended_note text DEFAULT ''::text NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT ridealongs_account_length CHECK ((char_length(account) <= 120)),
    CONSTRAINT ridealongs_consent_known CHECK ((consent = ANY (ARRAY['not-needed'::text, 'needed'::text, 'asked'::text, 'given'::text, 'refused'::text]))),
    CONSTRAINT ridealongs_direction_known CHECK ((direction = ANY (ARRAY['ride'::text, 'sit'::text]))),
    CONSTRAINT ridealongs_ended_why CHECK (((state = 'cancelled'::text) = (ended_why <> ''::text))),
    CONSTRAINT ridealongs_has_length CHECK (((ends_at > starts_at) AND (ends_at <= (starts_at + '16:00:00'::interval)))),
    CONSTRAINT ridealongs_kind_fits CHECK ((((direction = 'sit'::text) = (kind = 'session'::text)) AND (kind = ANY (ARRAY['visit'::text, 'call'::text, 'demo'::text, 'review'::text, 'session'::text])))),
    CONSTRAINT ridealongs_place_length CHECK (((char_length(place) >= 1) AND (char_length(place) <= 300))),
    CONSTRAINT ridealongs_role_known CHECK ((role = ANY (ARRAY['observe'::text, 'ask'::text, 'present'::text]))),
    CONSTRAINT ridealongs_seats_few CHECK (((seats >= 1) AND (seats <= 12))),
    CONSTRAINT ridealongs_state_known CHECK ((state = ANY (ARRAY['offered'::text, 'cancelled'::text, 'held'::text, 'passed'::text]))),
    CONSTRAINT ridealongs_texts_length CHECK (((char_length(prepare) <= 1000) AND (char_length(meet) <= 400) AND (char_length(background) <= 2000) AND (char_length(manners) <= 1000) AND (char_length(ended_note) <= 1000))),
    CONSTRAINT ridealongs_title_length CHECK (((char_length(title) >= 1) AND (char_length(title) <= 120)))
);

CREATE TABLE saved_views (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT saved_views_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
    CONSTRAINT saved_views_query_length CHECK ((char_length(query) <= 1000))
);

ALTER TABLE saved_views ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME saved_views_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE sessions (
    token_hash bytea NOT NULL,
    person_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ip text NOT NULL,
    user_agent text NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT sessions_token_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
);

CREATE TABLE submissions (
    person_id bigint NOT NULL,
    key uuid NOT NULL,
    body text NOT NULL,
    ref bigint DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone NOT NULL
);

CREATE TABLE throttles (
    key bytea NOT NULL,
    since timestamp with time zone NOT NULL,
    tries integer NOT NULL
);

CREATE VIEW trusted_people AS
 SELECT people.id
   FROM people
  WHERE (people.active AND (people.role = 'lead'::text) AND (people.side = ANY (ARRAY['sales'::text, 'marketing'::text])))
UNION
 SELECT p.id
   FROM (note_desk d
     JOIN people p ON ((p.id = d.person_id)))
  WHERE (p.active AND (p.role <> 'reader'::text));

CREATE TABLE turns (
    id bigint NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    promise_id bigint,
    holder text NOT NULL,
    person_id bigint,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT turns_end_after_begin CHECK ((ended_at >= began_at)),
    CONSTRAINT turns_holder_known CHECK ((holder = ANY (ARRAY['sales'::text, 'marketing'::text, 'third'::text, 'nobody'::text])))
);

ALTER TABLE turns ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME turns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE witnesses (
    id bigint NOT NULL,
    note_id bigint NOT NULL,
    person_id bigint NOT NULL,
    side text NOT NULL,
    account text NOT NULL,
    account_key text GENERATED ALWAYS AS (lower(account)) STORED NOT NULL,
    source text NOT NULL,
    detail text NOT NULL,
    heard_on date NOT NULL,
    from_note bigint,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT witnesses_account_length CHECK ((char_length(account) <= 120)),
    CONSTRAINT witnesses_detail_length CHECK ((char_length(detail) <= 200)),
    CONSTRAINT witnesses_side_known CHECK ((side = ANY (ARRAY['sales'::text, 'marketing'::text]))),
    CONSTRAINT witnesses_source_known CHECK ((source = ANY (ARRAY['told'::text, 'saw'::text, 'hand'::text, 'public'::text])))
);

ALTER TABLE witnesses ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME witnesses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY files ALTER COLUMN piece_id SET DEFAULT currval('files_id_seq'::regclass);

ALTER TABLE ONLY calendar_feeds
    ADD CONSTRAINT calendar_feeds_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY calendar_feeds
    ADD CONSTRAINT calendar_feeds_token_unique UNIQUE (token_hash);

ALTER TABLE ONLY card_looks
    ADD CONSTRAINT card_looks_pkey PRIMARY KEY (competitor_id, person_id);

ALTER TABLE ONLY claim_citations
    ADD CONSTRAINT claim_citations_note_once UNIQUE (claim_id, note_id);

ALTER TABLE ONLY claim_citations
    ADD CONSTRAINT claim_citations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY claim_marks
    ADD CONSTRAINT claim_marks_pkey PRIMARY KEY (claim_id, person_id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_pkey PRIMARY KEY (id);

ALTER TABLE ONLY closings
    ADD CONSTRAINT closings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT competitors_pkey PRIMARY KEY (id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT competitors_slug_unique UNIQUE (slug);

ALTER TABLE ONLY customer_hours
    ADD CONSTRAINT customer_hours_pkey PRIMARY KEY (id);

ALTER TABLE ONLY deals
    ADD CONSTRAINT deals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY debrief_outcomes
    ADD CONSTRAINT debrief_outcomes_pkey PRIMARY KEY (debrief_id, question, subject_kind, subject_id);

ALTER TABLE ONLY debrief_verdicts
    ADD CONSTRAINT debrief_verdicts_pkey PRIMARY KEY (ridealong_id, question);

ALTER TABLE ONLY debriefs
    ADD CONSTRAINT debriefs_once UNIQUE (ridealong_id, person_id);

ALTER TABLE ONLY debriefs
    ADD CONSTRAINT debriefs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY deflections
    ADD CONSTRAINT deflections_once UNIQUE (person_id, submission);

ALTER TABLE ONLY deflections
    ADD CONSTRAINT deflections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY discreet
    ADD CONSTRAINT discreet_pkey PRIMARY KEY (subject_kind, subject_id);

ALTER TABLE ONLY drafts
    ADD CONSTRAINT drafts_once UNIQUE (person_id, kind, submission);

ALTER TABLE ONLY drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY files
    ADD CONSTRAINT files_key_unique UNIQUE (key);

ALTER TABLE ONLY files
    ADD CONSTRAINT files_pkey PRIMARY KEY (id);

ALTER TABLE ONLY files
    ADD CONSTRAINT files_version_unique UNIQUE (piece_id, number);

ALTER TABLE ONLY followers
    ADD CONSTRAINT followers_pkey PRIMARY KEY (subject_kind, subject_id, person_id);

ALTER TABLE ONLY icp_accounts
    ADD CONSTRAINT icp_accounts_once UNIQUE (key);

ALTER TABLE ONLY icp_accounts
    ADD CONSTRAINT icp_accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY icp_checks
    ADD CONSTRAINT icp_checks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY icp_document
    ADD CONSTRAINT icp_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY icp_keys
    ADD CONSTRAINT icp_keys_of_two UNIQUE (proposal_id, person_id);

ALTER TABLE ONLY icp_keys
    ADD CONSTRAINT icp_keys_pkey PRIMARY KEY (proposal_id, side);

ALTER TABLE ONLY icp_proposals
    ADD CONSTRAINT icp_proposals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY icp_readings
    ADD CONSTRAINT icp_readings_pkey PRIMARY KEY (version, person_id);

ALTER TABLE ONLY icp_reservations
    ADD CONSTRAINT icp_reservations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY icp_sections
    ADD CONSTRAINT icp_sections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY icp_versions
    ADD CONSTRAINT icp_versions_pkey PRIMARY KEY (number);

ALTER TABLE ONLY links
    ADD CONSTRAINT links_pkey PRIMARY KEY (from_kind, from_id, to_kind, to_id);

ALTER TABLE ONLY mails
    ADD CONSTRAINT mails_once UNIQUE (event_id, person_id);

ALTER TABLE ONLY mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (id);

ALTER TABLE ONLY note_competitors
    ADD CONSTRAINT note_competitors_pkey PRIMARY KEY (competitor_id, note_id);

ALTER TABLE ONLY note_desk
    ADD CONSTRAINT note_desk_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY note_words
    ADD CONSTRAINT note_words_pkey PRIMARY KEY (word);

ALTER TABLE ONLY notes
    ADD CONSTRAINT notes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT notes_submission_unique UNIQUE (author_id, submission);

ALTER TABLE ONLY notices
    ADD CONSTRAINT notices_once UNIQUE (person_id, event_id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (id);

ALTER TABLE ONLY people
    ADD CONSTRAINT people_pkey PRIMARY KEY (id);

ALTER TABLE ONLY piece_uses
    ADD CONSTRAINT piece_uses_pkey PRIMARY KEY (id);

ALTER TABLE ONLY piece_versions
    ADD CONSTRAINT piece_versions_pkey PRIMARY KEY (request_id, number);

ALTER TABLE ONLY pieces
    ADD CONSTRAINT pieces_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY processes
    ADD CONSTRAINT processes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY processes
    ADD CONSTRAINT processes_version_unique UNIQUE (type_key, version);

ALTER TABLE ONLY promises
    ADD CONSTRAINT promises_pkey PRIMARY KEY (id);

ALTER TABLE ONLY question_notes
    ADD CONSTRAINT question_notes_pkey PRIMARY KEY (question_id, note_id);

ALTER TABLE ONLY questions
    ADD CONSTRAINT questions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY request_checks
    ADD CONSTRAINT request_checks_pkey PRIMARY KEY (request_id, item);

ALTER TABLE ONLY request_types
    ADD CONSTRAINT request_types_pkey PRIMARY KEY (key);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY review_answers
    ADD CONSTRAINT review_answers_one_a_person UNIQUE (round_id, person_id);

ALTER TABLE ONLY review_answers
    ADD CONSTRAINT review_answers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY review_rounds
    ADD CONSTRAINT review_rounds_number_unique UNIQUE (request_id, number);

ALTER TABLE ONLY review_rounds
    ADD CONSTRAINT review_rounds_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ridealong_busy
    ADD CONSTRAINT ridealong_busy_one_place EXCLUDE USING gist (person_id WITH =, during WITH &&);

ALTER TABLE ONLY ridealong_busy
    ADD CONSTRAINT ridealong_busy_pkey PRIMARY KEY (ridealong_id, person_id);

ALTER TABLE ONLY ridealong_goals
    ADD CONSTRAINT ridealong_goals_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY ridealong_limits
    ADD CONSTRAINT ridealong_limits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ridealong_rules
    ADD CONSTRAINT ridealong_rules_pkey PRIMARY KEY (one);

ALTER TABLE ONLY ridealong_seats
    ADD CONSTRAINT ridealong_seats_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ridealongs
    ADD CONSTRAINT ridealongs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ridealongs
    ADD CONSTRAINT ridealongs_uid_unique UNIQUE (uid);

ALTER TABLE ONLY saved_views
    ADD CONSTRAINT saved_views_pkey PRIMARY KEY (id);

ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY submissions
    ADD CONSTRAINT submissions_pkey PRIMARY KEY (person_id, key);

ALTER TABLE ONLY throttles
    ADD CONSTRAINT throttles_pkey PRIMARY KEY (key, since);

ALTER TABLE ONLY turns
    ADD CONSTRAINT turns_pkey PRIMARY KEY (id);

ALTER TABLE ONLY witnesses
    ADD CONSTRAINT witnesses_once UNIQUE (note_id, person_id, account_key);

ALTER TABLE ONLY witnesses
    ADD CONSTRAINT witnesses_pkey PRIMARY KEY (id);

CREATE INDEX claim_citations_of_note ON claim_citations USING btree (note_id) WHERE (note_id IS NOT NULL);

CREATE UNIQUE INDEX claim_citations_url_once ON claim_citations USING btree (claim_id, url) WHERE (url <> ''::text);

CREATE INDEX claims_of_competitor ON claims USING btree (competitor_id, id) WHERE (state <> 'retired'::text);

CREATE INDEX claims_to_look_at ON claims USING btree (look_on, id) WHERE (state <> 'retired'::text);

CREATE UNIQUE INDEX closings_one_a_day ON closings USING btree (day) WHERE (reopened_at IS NULL);

CREATE UNIQUE INDEX competitors_name_unique ON competitors USING btree (lower(name));

CREATE UNIQUE INDEX competitors_short_unique ON competitors USING btree (lower(short));

CREATE INDEX customer_hours_of_day ON customer_hours USING btree (day, person_id) WHERE (removed_at IS NULL);

CREATE INDEX deals_by_day ON deals USING btree (closed_on);

CREATE INDEX deals_of_competitor ON deals USING btree (competitor_id, closed_on);

CREATE INDEX debriefs_of_person ON debriefs USING btree (person_id, id DESC);

CREATE INDEX deflections_by_time ON deflections USING btree (at, side, type_key);

CREATE INDEX drafts_of_person ON drafts USING btree (person_id, kind, saved_at DESC, id DESC);

CREATE INDEX events_of_subject ON events USING btree (subject_kind, subject_id, id);

CREATE INDEX files_of_person ON files USING btree (added_by, added_at);

CREATE INDEX files_of_subject ON files USING btree (subject_kind, subject_id, id);

CREATE UNIQUE INDEX files_thumb_key_unique ON files USING btree (thumb_key) WHERE (thumb_key <> ''::text);

CREATE INDEX icp_accounts_by_check ON icp_accounts USING btree (checked_at DESC, id DESC);

CREATE INDEX icp_accounts_ended ON icp_accounts USING btree (band, outcome) WHERE (outcome <> ''::text);

CREATE INDEX icp_accounts_of_band ON icp_accounts USING btree (band, checked_at DESC, id DESC);

CREATE INDEX icp_accounts_trigrams ON icp_accounts USING gin (key gin_trgm_ops);

CREATE INDEX icp_checks_of_account ON icp_checks USING btree (account_id, id DESC);

CREATE INDEX icp_proposals_open ON icp_proposals USING btree (id) WHERE (state = 'open'::text);

CREATE INDEX icp_readings_of_person ON icp_readings USING btree (person_id, version DESC) WHERE (read_at IS NOT NULL);

CREATE INDEX icp_reservations_open ON icp_reservations USING btree (due_on, id) WHERE (settled_at IS NULL);

CREATE INDEX icp_sections_by_review ON icp_sections USING btree (review_on);

CREATE INDEX icp_sections_of_owner ON icp_sections USING btree (owner_id);

CREATE INDEX links_to ON links USING btree (to_kind, to_id);

CREATE INDEX mails_of_state ON mails USING btree (state, id DESC);

CREATE INDEX mails_trigrams ON mails USING gin (lower(((address || ' '::text) || subject)) gin_trgm_ops);

CREATE INDEX note_competitors_of_note ON note_competitors USING btree (note_id);

CREATE INDEX note_words_trigrams ON note_words USING gin (word gin_trgm_ops);

CREATE INDEX notes_by_account ON notes USING btree (account_key, id DESC) WHERE (NOT sensitive);

CREATE INDEX notes_by_author ON notes USING btree (author_id, id DESC);

CREATE INDEX notes_by_day ON notes USING btree (heard_on, id);

CREATE INDEX notes_by_kind ON notes USING btree (kind, id DESC);

CREATE INDEX notes_by_segment ON notes USING btree (segment, id DESC);

CREATE INDEX notes_by_source ON notes USING btree (source, id DESC);

CREATE INDEX notes_by_state ON notes USING btree (state, id DESC);

CREATE INDEX notes_by_time ON notes USING btree (sent_at);

CREATE INDEX notes_duplicates ON notes USING btree (duplicate_of) WHERE (duplicate_of IS NOT NULL);

CREATE INDEX notes_search ON notes USING gin (search);

CREATE INDEX notices_of_person ON notices USING btree (person_id, id DESC);

CREATE INDEX notices_unread ON notices USING btree (person_id) WHERE (read_at IS NULL);

CREATE UNIQUE INDEX people_email_unique ON people USING btree (lower(email));

CREATE INDEX piece_uses_of_piece ON piece_uses USING btree (request_id, used_on DESC, id DESC);

CREATE INDEX pieces_archived ON pieces USING btree (right_until, request_id) WHERE (archived_at IS NOT NULL);

CREATE INDEX pieces_asked ON pieces USING btree (use_asked_of, request_id) WHERE (use_asked_of IS NOT NULL);

CREATE INDEX pieces_kept ON pieces USING btree (right_until, request_id) WHERE (archived_at IS NULL);

CREATE INDEX pieces_kept_by_owner ON pieces USING btree (owner_id, right_until, request_id) WHERE (archived_at IS NULL);

CREATE INDEX pieces_kept_by_type ON pieces USING btree (type_key, right_until, request_id) WHERE (archived_at IS NULL);

CREATE INDEX pieces_reported ON pieces USING btree (right_until, request_id) WHERE ((archived_at IS NULL) AND (reported_at IS NOT NULL));

CREATE INDEX pieces_to_ask ON pieces USING btree (ask_use_on) WHERE (ask_use_on IS NOT NULL);

CREATE INDEX pieces_to_remind ON pieces USING btree (remind_on) WHERE (remind_on IS NOT NULL);

CREATE INDEX pieces_unused ON pieces USING btree (right_until, request_id) WHERE ((archived_at IS NULL) AND (uses = 0));

CREATE UNIQUE INDEX processes_one_draft ON processes USING btree (type_key) WHERE ((in_force_at IS NULL) AND (withdrawn_at IS NULL));

CREATE INDEX promises_awaited_by_person ON promises USING btree (to_person_id, due_at, id) WHERE ((closed_at IS NULL) AND (due_at IS NOT NULL));

CREATE INDEX promises_of_subject ON promises USING btree (subject_kind, subject_id, id);

CREATE INDEX promises_owed_by_person ON promises USING btree (from_person_id, due_at, id) WHERE ((closed_at IS NULL) AND (due_at IS NOT NULL));

CREATE INDEX promises_owed_by_side ON promises USING btree (from_side, due_at, id) WHERE ((closed_at IS NULL) AND (due_at IS NOT NULL));

CREATE INDEX promises_running ON promises USING btree (due_at, id) WHERE ((closed_at IS NULL) AND (due_at IS NOT NULL));

CREATE INDEX question_notes_of_note ON question_notes USING btree (note_id);

CREATE INDEX questions_open ON questions USING btree (needed_by, id) WHERE (closed_at IS NULL);

CREATE INDEX requests_by_requester ON requests USING btree (requester_id, id DESC);

CREATE INDEX requests_delivered ON requests USING btree (closed_at DESC, id DESC) WHERE (state = 'delivered'::text);

CREATE INDEX requests_delivered_by_type ON requests USING btree (type_key, closed_at DESC, id DESC) WHERE (state = 'delivered'::text);

CREATE INDEX requests_delivered_of_type ON requests USING btree (type_key, closed_at DESC, id DESC) WHERE (state = 'delivered'::text);

CREATE INDEX requests_open ON requests USING btree (promised_at, id) WHERE (state = 'open'::text);

CREATE INDEX requests_open_at_risk ON requests USING btree (promised_at, id) WHERE ((state = 'open'::text) AND at_risk);

CREATE INDEX requests_open_by_holder ON requests USING btree (ball_side, promised_at, id) WHERE (state = 'open'::text);

CREATE INDEX requests_open_by_lane ON requests USING btree (lane, promised_at, id) WHERE (state = 'open'::text);

CREATE INDEX requests_open_by_person ON requests USING btree (ball_person_id, promised_at, id) WHERE (state = 'open'::text);

CREATE INDEX requests_open_by_requester ON requests USING btree (requester_id, promised_at, id) WHERE (state = 'open'::text);

CREATE INDEX requests_open_of_marketing_person ON requests USING btree (marketing_person_id) WHERE (state = 'open'::text);

CREATE INDEX requests_open_of_sales_person ON requests USING btree (sales_person_id) WHERE (state = 'open'::text);

CREATE INDEX requests_search ON requests USING gin (search);

CREATE INDEX requests_submitted ON requests USING btree (submitted_at, requester_side, rush);

CREATE INDEX requests_title_trigrams ON requests USING gin (lower(title) gin_trgm_ops) WHERE (state = ANY (ARRAY['open'::text, 'delivered'::text]));

CREATE UNIQUE INDEX review_rounds_one_open ON review_rounds USING btree (request_id) WHERE (closed_at IS NULL);

CREATE INDEX ridealong_limits_in_force ON ridealong_limits USING btree (id) WHERE (lifted_at IS NULL);

CREATE INDEX ridealong_seats_of_person ON ridealong_seats USING btree (person_id, ridealong_id);

CREATE INDEX ridealong_seats_of_slot ON ridealong_seats USING btree (ridealong_id, id);

CREATE UNIQUE INDEX ridealong_seats_once ON ridealong_seats USING btree (ridealong_id, person_id) WHERE (ended_at IS NULL);

CREATE INDEX ridealongs_by_direction ON ridealongs USING btree (direction, starts_at, id);

CREATE INDEX ridealongs_by_start ON ridealongs USING btree (starts_at, id);

CREATE INDEX ridealongs_of_account ON ridealongs USING btree (account_key, starts_at) WHERE (account_key <> ''::text);

CREATE INDEX ridealongs_of_host ON ridealongs USING btree (host_id, starts_at, id);

CREATE INDEX ridealongs_of_series ON ridealongs USING btree (series_id, starts_at) WHERE (series_id IS NOT NULL);

CREATE INDEX ridealongs_to_end ON ridealongs USING btree (ends_at, id) WHERE (state = 'offered'::text);

CREATE UNIQUE INDEX saved_views_name_unique ON saved_views USING btree (person_id, lower(name));

CREATE INDEX saved_views_shared ON saved_views USING btree (id DESC) WHERE shared;

CREATE INDEX sessions_expiry ON sessions USING btree (expires_at);

CREATE INDEX sessions_person ON sessions USING btree (person_id);

CREATE INDEX submissions_age ON submissions USING btree (sent_at);

CREATE INDEX turns_of_promise ON turns USING btree (promise_id);

CREATE INDEX turns_of_subject ON turns USING btree (subject_kind, subject_id, id);

CREATE UNIQUE INDEX turns_one_running ON turns USING btree (subject_kind, subject_id) WHERE (ended_at IS NULL);

CREATE INDEX turns_running_since ON turns USING btree (began_at) WHERE (ended_at IS NULL);

CREATE INDEX witnesses_of_person ON witnesses USING btree (person_id);

CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER icp_checks_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON icp_checks FOR EACH STATEMENT EXECUTE FUNCTION refuse_rechecking();

CREATE TRIGGER icp_versions_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON icp_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_unsealing();

ALTER TABLE ONLY calendar_feeds
    ADD CONSTRAINT calendar_feeds_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY card_looks
    ADD CONSTRAINT card_looks_competitor_id_fkey FOREIGN KEY (competitor_id) REFERENCES competitors(id);

ALTER TABLE ONLY card_looks
    ADD CONSTRAINT card_looks_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY claim_citations
    ADD CONSTRAINT claim_citations_cited_by_fkey FOREIGN KEY (cited_by) REFERENCES people(id);

ALTER TABLE ONLY claim_citations
    ADD CONSTRAINT claim_citations_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES claims(id);

ALTER TABLE ONLY claim_citations
    ADD CONSTRAINT claim_citations_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes(id);

ALTER TABLE ONLY claim_marks
    ADD CONSTRAINT claim_marks_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES claims(id);

ALTER TABLE ONLY claim_marks
    ADD CONSTRAINT claim_marks_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_competitor_id_fkey FOREIGN KEY (competitor_id) REFERENCES competitors(id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people(id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_promise_id_fkey FOREIGN KEY (promise_id) REFERENCES promises(id);

ALTER TABLE ONLY claims
    ADD CONSTRAINT claims_published_by_fkey FOREIGN KEY (published_by) REFERENCES people(id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT competitors_added_by_fkey FOREIGN KEY (added_by) REFERENCES people(id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT competitors_checker_id_fkey FOREIGN KEY (checker_id) REFERENCES people(id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT competitors_writer_id_fkey FOREIGN KEY (writer_id) REFERENCES people(id);

ALTER TABLE ONLY customer_hours
    ADD CONSTRAINT customer_hours_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY deals
    ADD CONSTRAINT deals_competitor_id_fkey FOREIGN KEY (competitor_id) REFERENCES competitors(id);

ALTER TABLE ONLY deals
    ADD CONSTRAINT deals_told_by_fkey FOREIGN KEY (told_by) REFERENCES people(id);

ALTER TABLE ONLY debrief_outcomes
    ADD CONSTRAINT debrief_outcomes_debrief_id_fkey FOREIGN KEY (debrief_id) REFERENCES debriefs(id);

ALTER TABLE ONLY debrief_outcomes
    ADD CONSTRAINT debrief_outcomes_made_by_fkey FOREIGN KEY (made_by) REFERENCES people(id);

ALTER TABLE ONLY debrief_verdicts
    ADD CONSTRAINT debrief_verdicts_ridealong_id_fkey FOREIGN KEY (ridealong_id) REFERENCES ridealongs(id);

ALTER TABLE ONLY debrief_verdicts
    ADD CONSTRAINT debrief_verdicts_said_by_fkey FOREIGN KEY (said_by) REFERENCES people(id);

ALTER TABLE ONLY debriefs
    ADD CONSTRAINT debriefs_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY debriefs
    ADD CONSTRAINT debriefs_promise_id_fkey FOREIGN KEY (promise_id) REFERENCES promises(id);

ALTER TABLE ONLY debriefs
    ADD CONSTRAINT debriefs_ridealong_id_fkey FOREIGN KEY (ridealong_id) REFERENCES ridealongs(id);

ALTER TABLE ONLY deflections
    ADD CONSTRAINT deflections_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY deflections
    ADD CONSTRAINT deflections_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id);

ALTER TABLE ONLY deflections
    ADD CONSTRAINT deflections_type_key_fkey FOREIGN KEY (type_key) REFERENCES request_types(key);

ALTER TABLE ONLY drafts
    ADD CONSTRAINT drafts_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY drafts
    ADD CONSTRAINT drafts_type_key_fkey FOREIGN KEY (type_key) REFERENCES request_types(key);

ALTER TABLE ONLY events
    ADD CONSTRAINT events_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES people(id);

ALTER TABLE ONLY files
    ADD CONSTRAINT files_added_by_fkey FOREIGN KEY (added_by) REFERENCES people(id);

ALTER TABLE ONLY files
    ADD CONSTRAINT files_piece_exists FOREIGN KEY (piece_id) REFERENCES files(id);

ALTER TABLE ONLY followers
    ADD CONSTRAINT followers_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY icp_accounts
    ADD CONSTRAINT icp_accounts_latest FOREIGN KEY (check_id) REFERENCES icp_checks(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY icp_accounts
    ADD CONSTRAINT icp_accounts_outcome_by_fkey FOREIGN KEY (outcome_by) REFERENCES people(id);

ALTER TABLE ONLY icp_checks
    ADD CONSTRAINT icp_checks_account_id_fkey FOREIGN KEY (account_id) REFERENCES icp_accounts(id);

ALTER TABLE ONLY icp_checks
    ADD CONSTRAINT icp_checks_made_by_fkey FOREIGN KEY (made_by) REFERENCES people(id);

ALTER TABLE ONLY icp_checks
    ADD CONSTRAINT icp_checks_version_fkey FOREIGN KEY (version) REFERENCES icp_versions(number);

ALTER TABLE ONLY icp_document
    ADD CONSTRAINT icp_document_version_fkey FOREIGN KEY (version) REFERENCES icp_versions(number);

ALTER TABLE ONLY icp_keys
    ADD CONSTRAINT icp_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY icp_keys
    ADD CONSTRAINT icp_keys_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES icp_proposals(id);

ALTER TABLE ONLY icp_proposals
    ADD CONSTRAINT icp_proposals_author_id_fkey FOREIGN KEY (author_id) REFERENCES people(id);

ALTER TABLE ONLY icp_proposals
    ADD CONSTRAINT icp_proposals_base_fkey FOREIGN KEY (base) REFERENCES icp_versions(number);

ALTER TABLE ONLY icp_proposals
    ADD CONSTRAINT icp_proposals_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES people(id);

ALTER TABLE ONLY icp_proposals
    ADD CONSTRAINT icp_proposals_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES icp_proposals(id);

ALTER TABLE ONLY icp_proposals
    ADD CONSTRAINT icp_proposals_version_fkey FOREIGN KEY (version) REFERENCES icp_versions(number);

ALTER TABLE ONLY icp_readings
    ADD CONSTRAINT icp_readings_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY icp_readings
    ADD CONSTRAINT icp_readings_version_fkey FOREIGN KEY (version) REFERENCES icp_versions(number);

ALTER TABLE ONLY icp_reservations
    ADD CONSTRAINT icp_reservations_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY icp_reservations
    ADD CONSTRAINT icp_reservations_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES icp_proposals(id);

ALTER TABLE ONLY icp_reservations
    ADD CONSTRAINT icp_reservations_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES icp_proposals(id);

ALTER TABLE ONLY icp_sections
    ADD CONSTRAINT icp_sections_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people(id);

ALTER TABLE ONLY icp_versions
    ADD CONSTRAINT icp_versions_marketing_key_fkey FOREIGN KEY (marketing_key) REFERENCES people(id);

ALTER TABLE ONLY icp_versions
    ADD CONSTRAINT icp_versions_sales_key_fkey FOREIGN KEY (sales_key) REFERENCES people(id);

ALTER TABLE ONLY links
    ADD CONSTRAINT links_by_fkey FOREIGN KEY (by) REFERENCES people(id);

ALTER TABLE ONLY mails
    ADD CONSTRAINT mails_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id);

ALTER TABLE ONLY mails
    ADD CONSTRAINT mails_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY mails
    ADD CONSTRAINT mails_reply_to_id_fkey FOREIGN KEY (reply_to_id) REFERENCES people(id);

ALTER TABLE ONLY note_competitors
    ADD CONSTRAINT note_competitors_competitor_id_fkey FOREIGN KEY (competitor_id) REFERENCES competitors(id);

ALTER TABLE ONLY note_competitors
    ADD CONSTRAINT note_competitors_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes(id);

ALTER TABLE ONLY note_desk
    ADD CONSTRAINT note_desk_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT notes_author_id_fkey FOREIGN KEY (author_id) REFERENCES people(id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT notes_duplicate_of_fkey FOREIGN KEY (duplicate_of) REFERENCES notes(id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT notes_promise_id_fkey FOREIGN KEY (promise_id) REFERENCES promises(id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT notes_reply_by_fkey FOREIGN KEY (reply_by) REFERENCES people(id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT notices_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT notices_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY piece_uses
    ADD CONSTRAINT piece_uses_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY piece_uses
    ADD CONSTRAINT piece_uses_request_id_fkey FOREIGN KEY (request_id) REFERENCES pieces(request_id);

ALTER TABLE ONLY piece_versions
    ADD CONSTRAINT piece_versions_made_by_fkey FOREIGN KEY (made_by) REFERENCES people(id);

ALTER TABLE ONLY piece_versions
    ADD CONSTRAINT piece_versions_request_id_fkey FOREIGN KEY (request_id) REFERENCES pieces(request_id);

ALTER TABLE ONLY pieces
    ADD CONSTRAINT pieces_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES people(id);

ALTER TABLE ONLY pieces
    ADD CONSTRAINT pieces_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people(id);

ALTER TABLE ONLY pieces
    ADD CONSTRAINT pieces_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id);

ALTER TABLE ONLY pieces
    ADD CONSTRAINT pieces_type_key_fkey FOREIGN KEY (type_key) REFERENCES request_types(key);

ALTER TABLE ONLY pieces
    ADD CONSTRAINT pieces_use_asked_of_fkey FOREIGN KEY (use_asked_of) REFERENCES people(id);

ALTER TABLE ONLY processes
    ADD CONSTRAINT processes_marketing_key_fkey FOREIGN KEY (marketing_key) REFERENCES people(id);

ALTER TABLE ONLY processes
    ADD CONSTRAINT processes_sales_key_fkey FOREIGN KEY (sales_key) REFERENCES people(id);

ALTER TABLE ONLY processes
    ADD CONSTRAINT processes_type_key_fkey FOREIGN KEY (type_key) REFERENCES request_types(key);

ALTER TABLE ONLY promises
    ADD CONSTRAINT promises_from_person_id_fkey FOREIGN KEY (from_person_id) REFERENCES people(id);

ALTER TABLE ONLY promises
    ADD CONSTRAINT promises_to_person_id_fkey FOREIGN KEY (to_person_id) REFERENCES people(id);

ALTER TABLE ONLY question_notes
    ADD CONSTRAINT question_notes_cited_by_fkey FOREIGN KEY (cited_by) REFERENCES people(id);

ALTER TABLE ONLY question_notes
    ADD CONSTRAINT question_notes_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes(id);

ALTER TABLE ONLY question_notes
    ADD CONSTRAINT question_notes_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id);

ALTER TABLE ONLY questions
    ADD CONSTRAINT questions_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people(id);

ALTER TABLE ONLY questions
    ADD CONSTRAINT questions_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES people(id);

ALTER TABLE ONLY questions
    ADD CONSTRAINT questions_competitor_id_fkey FOREIGN KEY (competitor_id) REFERENCES competitors(id);

ALTER TABLE ONLY request_checks
    ADD CONSTRAINT request_checks_done_by_fkey FOREIGN KEY (done_by) REFERENCES people(id);

ALTER TABLE ONLY request_checks
    ADD CONSTRAINT request_checks_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_ball_person_id_fkey FOREIGN KEY (ball_person_id) REFERENCES people(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_ball_promise_id_fkey FOREIGN KEY (ball_promise_id) REFERENCES promises(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_marketing_person_id_fkey FOREIGN KEY (marketing_person_id) REFERENCES people(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_process_id_fkey FOREIGN KEY (process_id) REFERENCES processes(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES people(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_sales_person_id_fkey FOREIGN KEY (sales_person_id) REFERENCES people(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_suggested_by_fkey FOREIGN KEY (suggested_by) REFERENCES people(id);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_type_key_fkey FOREIGN KEY (type_key) REFERENCES request_types(key);

ALTER TABLE ONLY review_answers
    ADD CONSTRAINT review_answers_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people(id);

ALTER TABLE ONLY review_answers
    ADD CONSTRAINT review_answers_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY review_answers
    ADD CONSTRAINT review_answers_round_id_fkey FOREIGN KEY (round_id) REFERENCES review_rounds(id);

ALTER TABLE ONLY review_rounds
    ADD CONSTRAINT review_rounds_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people(id);

ALTER TABLE ONLY review_rounds
    ADD CONSTRAINT review_rounds_request_id_fkey FOREIGN KEY (request_id) REFERENCES requests(id);

ALTER TABLE ONLY ridealong_busy
    ADD CONSTRAINT ridealong_busy_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY ridealong_busy
    ADD CONSTRAINT ridealong_busy_ridealong_id_fkey FOREIGN KEY (ridealong_id) REFERENCES ridealongs(id);

ALTER TABLE ONLY ridealong_goals
    ADD CONSTRAINT ridealong_goals_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY ridealong_goals
    ADD CONSTRAINT ridealong_goals_set_by_fkey FOREIGN KEY (set_by) REFERENCES people(id);

ALTER TABLE ONLY ridealong_limits
    ADD CONSTRAINT ridealong_limits_set_by_fkey FOREIGN KEY (set_by) REFERENCES people(id);

ALTER TABLE ONLY ridealong_rules
    ADD CONSTRAINT ridealong_rules_marketing_by_fkey FOREIGN KEY (marketing_by) REFERENCES people(id);

ALTER TABLE ONLY ridealong_rules
    ADD CONSTRAINT ridealong_rules_sales_by_fkey FOREIGN KEY (sales_by) REFERENCES people(id);

ALTER TABLE ONLY ridealong_seats
    ADD CONSTRAINT ridealong_seats_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY ridealong_seats
    ADD CONSTRAINT ridealong_seats_promise_id_fkey FOREIGN KEY (promise_id) REFERENCES promises(id);

ALTER TABLE ONLY ridealong_seats
    ADD CONSTRAINT ridealong_seats_ridealong_id_fkey FOREIGN KEY (ridealong_id) REFERENCES ridealongs(id);

ALTER TABLE ONLY ridealongs
    ADD CONSTRAINT ridealongs_host_id_fkey FOREIGN KEY (host_id) REFERENCES people(id);

ALTER TABLE ONLY ridealongs
    ADD CONSTRAINT ridealongs_series_id_fkey FOREIGN KEY (series_id) REFERENCES ridealongs(id);

ALTER TABLE ONLY saved_views
    ADD CONSTRAINT saved_views_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY submissions
    ADD CONSTRAINT submissions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY turns
    ADD CONSTRAINT turns_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);

ALTER TABLE ONLY turns
    ADD CONSTRAINT turns_promise_id_fkey FOREIGN KEY (promise_id) REFERENCES promises(id);

ALTER TABLE ONLY witnesses
    ADD CONSTRAINT witnesses_from_note_fkey FOREIGN KEY (from_note) REFERENCES notes(id);

ALTER TABLE ONLY witnesses
    ADD CONSTRAINT witnesses_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes(id);

ALTER TABLE ONLY witnesses
    ADD CONSTRAINT witnesses_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id);
