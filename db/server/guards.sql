-- What a shared ledger does not let anybody do, whatever program is connected. Run by the ledger's owner, and again with
-- each upgrade: everything here may be run any number of times.
--
-- Whoever works as the owner (SET ROLE, which administrators alone may) is not held by it: migrations change what nobody
-- else may. Every function has a search path of its own, so that a name means the same whatever a session has set.

CREATE SCHEMA IF NOT EXISTS tracker_access;

-- Under which name the changes of each person come: one login, one name.
CREATE TABLE IF NOT EXISTS tracker_access.person (
    login name PRIMARY KEY,
    author text NOT NULL UNIQUE CHECK (author <> '')
);

-- The least role, 1 to 4, that may record an event of a kind, and have a command carried out.
CREATE TABLE IF NOT EXISTS tracker_access.permission (
    matter text NOT NULL CHECK (matter IN ('event', 'command')),
    name text NOT NULL,
    least integer NOT NULL,
    PRIMARY KEY (matter, name)
);

-- How far whoever is connected may go: 4 administrator, 3 reviewer, 2 analyst, 1 reader, 0 nobody. By the login and not
-- by a role that was set afterwards.
CREATE OR REPLACE FUNCTION tracker_access.rank() RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    base text := current_database();
BEGIN
    RETURN CASE
        WHEN pg_has_role(session_user, (base || '_administrator')::name, 'USAGE') THEN 4
        WHEN pg_has_role(session_user, (base || '_reviewer')::name, 'USAGE') THEN 3
        WHEN pg_has_role(session_user, (base || '_analyst')::name, 'USAGE') THEN 2
        WHEN pg_has_role(session_user, (base || '_reader')::name, 'USAGE') THEN 1
        ELSE 0
    END;
END $$;

-- Under which name the changes of whoever is connected come.
CREATE OR REPLACE FUNCTION tracker_access.author() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT p.author FROM tracker_access.person p WHERE p.login = session_user), session_user::text);
END $$;

CREATE OR REPLACE FUNCTION tracker_access.is_owner() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN current_user = (current_database() || '_owner')::name;
END $$;

CREATE OR REPLACE FUNCTION tracker_access.refuse(why text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the ledger refuses this: %', why USING ERRCODE = 'insufficient_privilege';
END $$;

-- Whether an event was recorded by this very transaction. A savepoint has a number of its own, so that nothing is
-- recorded within one.
CREATE OR REPLACE FUNCTION tracker_access.is_recording(event bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.event e WHERE e.id = event AND e.xmin = pg_current_xact_id()::xid);
END $$;

CREATE OR REPLACE FUNCTION tracker_access.least(matter text, name text) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- What is not known here nobody may, until the ledger is upgraded by a program that knows it.
    RETURN coalesce((SELECT p.least FROM tracker_access.permission p
                     WHERE p.matter = $1 AND p.name = $2), 5);
END $$;

-- The least role that could do an event of another copy: by its kind, by what it takes back, and by what it settles.
CREATE OR REPLACE FUNCTION tracker_access.least_of(other json) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kind text := other ->> 'kind';
BEGIN
    RETURN CASE
        WHEN kind IN ('undone', 'redone') THEN
            greatest(tracker_access.least('event', kind), tracker_access.least('event', other #>> '{details,change}'))
        WHEN kind = 'put_aside_settled' THEN
            greatest(tracker_access.least('event', kind), tracker_access.least_of(other #> '{details,other}'))
        ELSE tracker_access.least('event', kind)
    END;
END $$;

-- What is put aside has a UUID and a kind, and whether it holds is said by a role that could have done it: of which kind
-- it is, those say who put it aside, and not whoever settles it. Anybody may put it aside again as less than it is, so
-- the highest counts. Of a kind that is not known here administrators say it.
CREATE OR REPLACE FUNCTION tracker_access.hold_put_aside(kind text, details json) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    named text;
    needed integer;
BEGIN
    IF kind NOT IN ('event_put_aside', 'put_aside_settled') THEN
        RETURN;
    END IF;
    named := details #>> '{other,uid}';
    IF kind = 'event_put_aside' THEN
        IF named IS NULL OR details #>> '{other,kind}' IS NULL THEN
            PERFORM tracker_access.refuse('what is put aside has a UUID and a kind');
        END IF;
        RETURN;
    END IF;
    SELECT max(tracker_access.least_of(e.details -> 'other')) INTO needed FROM public.event e
    WHERE e.kind = 'event_put_aside' AND e.details #>> '{other,uid}' = named;
    IF needed IS NULL THEN
        PERFORM tracker_access.refuse('what was never put aside is not settled');
    END IF;
    IF tracker_access.rank() < least(needed, 4) THEN
        PERFORM tracker_access.refuse('to settle this needs another role');
    END IF;
END $$;

-- An event is recorded in one's own name, at the server's time, of a kind that the role allows; what it says is completed
-- and sealed by the transaction that recorded it, and stays.
CREATE OR REPLACE FUNCTION tracker_access.guard_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.event;
    taken_back bigint := NULL;
    kind_of text;
    details_of json;
    is_next boolean;
BEGIN
    IF tracker_access.is_owner() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        said := NEW;
        said.details := OLD.details;
        said.hash := OLD.hash;
        IF NOT (said *= OLD) OR NOT tracker_access.is_recording(OLD.id) THEN
            PERFORM tracker_access.refuse('an event that is recorded stays as it is');
        END IF;
        IF NEW.hash IS DISTINCT FROM OLD.hash AND NEW.hash !~ '^[0-9a-f]{64}$' THEN
            -- At the end of the transaction may be too late: it can be asked for before.
            PERFORM tracker_access.refuse('an event is sealed');
        END IF;
        PERFORM tracker_access.hold_put_aside(NEW.kind, NEW.details);
        RETURN NEW;
    END IF;
    IF NEW.role IS DISTINCT FROM session_user::text OR NEW.author IS DISTINCT FROM tracker_access.author() THEN
        PERFORM tracker_access.refuse('an event is recorded in one''s own name');
    END IF;
    BEGIN
        is_next := NEW.id = currval(pg_get_serial_sequence('public.event', 'id'));
    EXCEPTION WHEN object_not_in_prerequisite_state THEN
        is_next := false;  -- this session never drew a number
    END;
    IF NOT is_next THEN
        PERFORM tracker_access.refuse('an event comes after all others');
    END IF;
    IF NEW.server_at IS NULL
        OR NEW.server_at::timestamptz NOT BETWEEN transaction_timestamp() - interval '1 minute' AND clock_timestamp()
    THEN
        PERFORM tracker_access.refuse('an event bears the time of the server');
    END IF;
    -- Earlier it may be: what was done without the server comes in with the day on which it was done.
    IF NEW.at::timestamptz > clock_timestamp() + interval '5 minutes' THEN
        PERFORM tracker_access.refuse('an event is not dated ahead');
    END IF;
    IF (NEW.cancels IS NOT NULL) IS DISTINCT FROM (NEW.kind IN ('undone', 'redone')) THEN
        PERFORM tracker_access.refuse('only what takes something back names what it takes back');
    END IF;
    kind_of := NEW.kind;
    details_of := NEW.details;
    taken_back := NEW.cancels;
    WHILE taken_back IS NOT NULL LOOP
        SELECT e.kind, e.details, e.cancels INTO kind_of, details_of, taken_back
        FROM public.event e WHERE e.id = taken_back;
    END LOOP;
    IF tracker_access.rank() < greatest(tracker_access.least('event', NEW.kind), tracker_access.least('event', kind_of))
    THEN
        PERFORM tracker_access.refuse(format('%s needs another role', NEW.kind));
    END IF;
    PERFORM tracker_access.hold_put_aside(kind_of, details_of);
    RETURN NEW;
END $$;

-- At the end of the transaction an event is sealed and says what was asked for.
CREATE OR REPLACE FUNCTION tracker_access.guard_seal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT tracker_access.is_owner() AND NOT EXISTS (
        SELECT FROM public.event e JOIN public.event_command c ON c.event_id = e.id
        WHERE e.id = NEW.id AND e.hash ~ '^[0-9a-f]{64}$')
    THEN
        PERFORM tracker_access.refuse('an event is sealed, and says what was asked for');
    END IF;
    RETURN NULL;
END $$;

-- What an event does again in another copy is what it did in this one: its command takes back what the event does.
CREATE OR REPLACE FUNCTION tracker_access.guard_command() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said record;
    asked record;
BEGIN
    IF tracker_access.is_owner() THEN
        RETURN NEW;
    END IF;
    IF NOT tracker_access.is_recording(NEW.event_id) THEN
        PERFORM tracker_access.refuse('a command belongs to the event that is being recorded');
    END IF;
    IF tracker_access.rank() < tracker_access.least('command', NEW.command ->> 'do') THEN
        PERFORM tracker_access.refuse(format('%s needs another role', NEW.command ->> 'do'));
    END IF;
    SELECT t.uid::text AS event, CASE WHEN t.uid IS NOT NULL THEN e.kind::text END AS kind INTO said
    FROM public.event e LEFT JOIN public.event t ON t.id = e.cancels WHERE e.id = NEW.event_id;
    SELECT given ->> 'event' AS event, given ->> 'kind' AS kind INTO asked
    FROM (SELECT CASE WHEN NEW.command ->> 'do' = 'take_back' THEN NEW.command -> 'with' END AS given) w;
    IF asked IS DISTINCT FROM said THEN
        PERFORM tracker_access.refuse('a command takes back what its event does');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION tracker_access.guard_tie() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (tracker_access.is_owner() OR tracker_access.is_recording(NEW.event_id)) THEN
        PERFORM tracker_access.refuse('it belongs to the event that is being recorded');
    END IF;
    RETURN NEW;
END $$;

-- A version begins with the event that is being recorded. Of an earlier one only the end is said, once, and it is that
-- event.
CREATE OR REPLACE FUNCTION tracker_access.guard_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before record;
BEGIN
    IF tracker_access.is_owner() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        -- 0 is what was true before the first change of a department, which administrators say.
        IF NEW.until IS NOT NULL OR NOT (tracker_access.is_recording(NEW.since)
            OR (NEW.since = 0 AND tracker_access.rank() = 4))
        THEN
            PERFORM tracker_access.refuse('a version begins with the event that is being recorded');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.until IS NOT NULL OR (NEW.until IS NOT NULL AND NOT tracker_access.is_recording(NEW.until)) THEN
        PERFORM tracker_access.refuse('a version ends once, with the event that is being recorded');
    END IF;
    IF NOT tracker_access.is_recording(OLD.since) THEN
        before := NEW;
        before.until := NULL;
        IF NOT (before *= OLD) THEN
            PERFORM tracker_access.refuse('a version that is recorded stays as it is');
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- What became of a commitment, and whether somebody has read it, is said by reviewers.
CREATE OR REPLACE FUNCTION tracker_access.guard_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last public.commitment_state;
BEGIN
    IF tracker_access.is_owner() OR tracker_access.rank() >= 3 THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        last := OLD;
    ELSE
        SELECT * INTO last FROM public.commitment_state s
        WHERE s.commitment_id = NEW.commitment_id ORDER BY s.id DESC LIMIT 1;
    END IF;
    IF last.id IS NULL
        OR (NEW.commitment_id, NEW.assessment, NEW.reason, NEW.reason_en, NEW.judged_by_event, NEW.review_on, NEW.unreviewed)
        IS DISTINCT FROM
        (last.commitment_id, last.assessment, last.reason, last.reason_en, last.judged_by_event, last.review_on, last.unreviewed)
    THEN
        PERFORM tracker_access.refuse('an assessment needs the role of a reviewer');
    END IF;
    RETURN NEW;
END $$;

-- Nor is a commitment taken away by anybody less: whose state ends has another one.
CREATE OR REPLACE FUNCTION tracker_access.guard_succession() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF tracker_access.rank() < 3 AND NEW.until IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.commitment_state s WHERE s.commitment_id = NEW.commitment_id AND s.until IS NULL)
    THEN
        PERFORM tracker_access.refuse('to take a commitment away needs the role of a reviewer');
    END IF;
    RETURN NULL;
END $$;

-- The text of a source is said by the transaction that brings it in.
CREATE OR REPLACE FUNCTION tracker_access.guard_source() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (tracker_access.is_owner() OR EXISTS (
        SELECT FROM public.source s WHERE s.id = OLD.id AND s.xmin = pg_current_xact_id()::xid))
    THEN
        PERFORM tracker_access.refuse('a source that is there stays as it is');
    END IF;
    RETURN NEW;
END $$;

-- A content is what its name says, and stays. Parts of one on its way bear a # in their name; they may be swept.
CREATE OR REPLACE FUNCTION tracker_access.guard_content() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF tracker_access.is_owner() THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF strpos(OLD.sha256, '#') = 0 THEN
            PERFORM tracker_access.refuse('a content that is kept stays');
        END IF;
        RETURN OLD;
    END IF;
    IF strpos(NEW.sha256, '#') = 0 AND encode(sha256(NEW.content), 'hex') <> NEW.sha256 THEN
        PERFORM tracker_access.refuse('a content is kept by its own SHA-256');
    END IF;
    RETURN NEW;
END $$;
