-- What is kept from the first version on. A released step is never edited; the next change is a new file.
-- States are JSON as the domain types write it; the columns beside them are for lists, order and rules.

-- The audit log (R-3.11): append-only, each entry bound to the one before it by its hash.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    at TEXT NOT NULL,
    offset_minutes INTEGER NOT NULL CHECK (offset_minutes BETWEEN -1440 AND 1440),
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'program')),
    actor TEXT NOT NULL,
    role TEXT,
    action TEXT NOT NULL CHECK (action <> ''),
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    states TEXT NOT NULL CHECK (json_valid(states)),
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX journal_by_object ON journal (object_kind, object_id, seq);
CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM journal), 0)
BEGIN SELECT RAISE(ABORT, 'the audit log only grows at its end'); END;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never changed'); END;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never removed'); END;

-- Files in the captures folder that something refers to.
CREATE TABLE blobs (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    length INTEGER NOT NULL CHECK (length >= 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER blobs_are_never_changed BEFORE UPDATE ON blobs
BEGIN SELECT RAISE(ABORT, 'a capture is never changed'); END;
CREATE TRIGGER blobs_are_never_removed BEFORE DELETE ON blobs
BEGIN SELECT RAISE(ABORT, 'a capture is never removed'); END;

CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    received_at TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cases_are_never_removed BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'a case is never removed'); END;

-- Exhibits and captures are part of the state of their case; these rows hold identities and rules.
CREATE TABLE exhibits (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    place INTEGER NOT NULL,
    mark TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX exhibits_by_case ON exhibits (case_id);
CREATE TRIGGER exhibits_are_never_removed BEFORE DELETE ON exhibits
BEGIN SELECT RAISE(ABORT, 'an exhibit is never removed'); END;
CREATE TRIGGER exhibits_stay_in_their_case BEFORE UPDATE OF case_id ON exhibits WHEN NEW.case_id <> OLD.case_id
BEGIN SELECT RAISE(ABORT, 'an exhibit stays in its case'); END;

CREATE TABLE captures (
    id TEXT PRIMARY KEY,
    exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
    place INTEGER NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blobs (sha256),
    light TEXT NOT NULL,
    page TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX captures_by_exhibit ON captures (exhibit_id);
CREATE INDEX captures_by_sum ON captures (sha256);
CREATE TRIGGER captures_are_never_removed BEFORE DELETE ON captures
BEGIN SELECT RAISE(ABORT, 'a capture is never removed'); END;
CREATE TRIGGER captures_keep_their_bytes BEFORE UPDATE OF sha256 ON captures WHEN NEW.sha256 <> OLD.sha256
BEGIN SELECT RAISE(ABORT, 'a capture keeps its bytes'); END;

-- Every version of a reference that was taken in; the last one counts.
CREATE TABLE library_references (
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    kind TEXT NOT NULL,
    issuer TEXT NOT NULL,
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE reference_captures (
    reference_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    page TEXT NOT NULL,
    light TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blobs (sha256),
    PRIMARY KEY (reference_id, version, page, light),
    FOREIGN KEY (reference_id, version) REFERENCES library_references (id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER references_are_never_changed BEFORE UPDATE ON library_references
BEGIN SELECT RAISE(ABORT, 'a version of a reference is never changed'); END;
CREATE TRIGGER references_are_never_removed BEFORE DELETE ON library_references
BEGIN SELECT RAISE(ABORT, 'a version of a reference is never removed'); END;

-- Checklists as they were read, by the sum of their text (R-2.3).
CREATE TABLE checklists (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    text TEXT NOT NULL,
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER checklists_are_never_changed BEFORE UPDATE ON checklists
BEGIN SELECT RAISE(ABORT, 'a frozen checklist is never changed'); END;
CREATE TRIGGER checklists_are_never_removed BEFORE DELETE ON checklists
BEGIN SELECT RAISE(ABORT, 'a frozen checklist is never removed'); END;

CREATE TABLE examinations (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
    begun_at TEXT NOT NULL,
    checklist_sha256 TEXT NOT NULL REFERENCES checklists (sha256),
    frozen INTEGER NOT NULL CHECK (frozen IN (0, 1)),
    revision INTEGER NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX examinations_by_case ON examinations (case_id);
CREATE TRIGGER examinations_are_never_removed BEFORE DELETE ON examinations
BEGIN SELECT RAISE(ABORT, 'an examination is never removed'); END;
CREATE TRIGGER examinations_end_when_frozen BEFORE UPDATE ON examinations WHEN OLD.frozen = 1
BEGIN SELECT RAISE(ABORT, 'findings have been issued from this examination; it cannot change any more'); END;
CREATE TRIGGER examinations_keep_their_checklist BEFORE UPDATE OF checklist_sha256 ON examinations
WHEN NEW.checklist_sha256 <> OLD.checklist_sha256
BEGIN SELECT RAISE(ABORT, 'an examination keeps its checklist'); END;

-- Issued findings, as they left.
CREATE TABLE findings (
    id TEXT PRIMARY KEY,
    examination_id TEXT NOT NULL REFERENCES examinations (id),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    text TEXT NOT NULL,
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER findings_are_never_changed BEFORE UPDATE ON findings
BEGIN SELECT RAISE(ABORT, 'issued findings are never changed'); END;
CREATE TRIGGER findings_are_never_removed BEFORE DELETE ON findings
BEGIN SELECT RAISE(ABORT, 'issued findings are never removed'); END;
