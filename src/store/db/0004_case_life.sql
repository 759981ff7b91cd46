-- The life of a case: the laboratory and its rules, reviews, what was issued, what came from others.

-- One laboratory to a data folder.
CREATE TABLE laboratory (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT;
CREATE TRIGGER laboratory_is_never_removed BEFORE DELETE ON laboratory
BEGIN SELECT RAISE(ABORT, 'the sheet of the laboratory is never removed'); END;

CREATE TABLE reviews (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    examination_id TEXT NOT NULL REFERENCES examinations (id),
    second_id TEXT REFERENCES examinations (id),
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    decided INTEGER NOT NULL CHECK (decided IN (0, 1)),
    revision INTEGER NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_by_case ON reviews (case_id);
CREATE INDEX reviews_by_examination ON reviews (examination_id);
CREATE INDEX reviews_by_second ON reviews (second_id);
-- Deferred foreign keys look for who refers to a row: without these, every commit would walk whole tables.
CREATE INDEX reviews_by_entry ON reviews (audit_seq);
CREATE TRIGGER reviews_are_never_removed BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'a review is never removed'); END;
CREATE TRIGGER reviews_keep_what_they_are_of BEFORE UPDATE ON reviews
WHEN NEW.case_id <> OLD.case_id OR NEW.examination_id <> OLD.examination_id OR NEW.second_id IS NOT OLD.second_id
BEGIN SELECT RAISE(ABORT, 'a review stays with the examination that it is of'); END;
CREATE TRIGGER reviews_end BEFORE UPDATE ON reviews WHEN OLD.complete = 1 AND (NEW.complete = 0 OR OLD.decided = 1)
BEGIN SELECT RAISE(ABORT, 'a finished review is never changed'); END;

-- Everything that left with issued findings, by path: the record, the report and its pictures.
CREATE TABLE issued_files (
    findings_id TEXT NOT NULL REFERENCES findings (id),
    path TEXT NOT NULL CHECK (path <> ''),
    sha256 TEXT NOT NULL REFERENCES blobs (sha256),
    PRIMARY KEY (findings_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX issued_files_by_sum ON issued_files (sha256);
CREATE TRIGGER issued_files_are_never_changed BEFORE UPDATE ON issued_files
BEGIN SELECT RAISE(ABORT, 'an issued file is never changed'); END;
CREATE TRIGGER issued_files_are_never_removed BEFORE DELETE ON issued_files
BEGIN SELECT RAISE(ABORT, 'an issued file is never removed'); END;

-- Cases that came in a package from others: they are read and reviewed here, and never examined on.
CREATE TABLE imports (
    case_id TEXT PRIMARY KEY REFERENCES cases (id),
    package_sha256 TEXT NOT NULL CHECK (length(package_sha256) = 64),
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_by_entry ON imports (audit_seq);
CREATE TRIGGER imports_are_never_changed BEFORE UPDATE ON imports
BEGIN SELECT RAISE(ABORT, 'where a case came from is never changed'); END;
CREATE TRIGGER imports_are_never_removed BEFORE DELETE ON imports
BEGIN SELECT RAISE(ABORT, 'where a case came from is never removed'); END;
