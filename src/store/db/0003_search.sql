-- Search across cases. Everything here is made from the states and can be made again from them; nothing here is evidence.
-- At the end, indexes that stores of many cases need.

-- With which rules the index was made; another number means that it is made again.
CREATE TABLE search_state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    rules INTEGER NOT NULL
) STRICT;

-- One row per case: what lists are ordered and narrowed by. `docid` names the case in the index of words and never changes.
CREATE TABLE search_cases (
    docid INTEGER PRIMARY KEY CHECK (docid > 0),
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id),
    number_key TEXT NOT NULL,
    received_us INTEGER NOT NULL,
    due_key TEXT NOT NULL,
    assigned_to TEXT,
    changed_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT;
CREATE INDEX search_cases_by_number ON search_cases (number_key);
CREATE INDEX search_cases_by_receipt ON search_cases (received_us);
CREATE INDEX search_cases_by_due ON search_cases (due_key);
CREATE INDEX search_cases_by_change ON search_cases (changed_seq);

-- The texts of each object that can be found, with their places, as JSON: for snippets, and to see what a change changed.
CREATE TABLE search_texts (
    object TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT, WITHOUT ROWID;
CREATE INDEX search_texts_by_case ON search_texts (case_id, object);

-- Words of closed lists and names, and the cases that bear them.
CREATE TABLE search_words (
    word INTEGER PRIMARY KEY,
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (facet, value)
) STRICT;
CREATE TABLE search_marks (
    word INTEGER NOT NULL REFERENCES search_words (word),
    docid INTEGER NOT NULL REFERENCES search_cases (docid),
    PRIMARY KEY (word, docid)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_marks_by_case ON search_marks (docid, word);

-- Words, and parts of three characters of numbers and of text without spaces; folded before they come here.
CREATE VIRTUAL TABLE search_index USING fts5 (
    words, parts, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2'
);

-- While a change is being made, its rows refer to an entry of the audit log that is written last. Each new row that others may refer to then
-- looks for those that do; without these, that is a walk through every state of the store.
CREATE INDEX cases_by_entry ON cases (audit_seq);
CREATE INDEX examinations_by_entry ON examinations (audit_seq);
CREATE INDEX examinations_by_exhibit ON examinations (exhibit_id);
CREATE INDEX examinations_by_checklist ON examinations (checklist_sha256);
CREATE INDEX findings_by_entry ON findings (audit_seq);
CREATE INDEX findings_by_examination ON findings (examination_id);
CREATE INDEX reference_captures_by_sum ON reference_captures (sha256);
