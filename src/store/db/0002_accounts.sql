-- Accounts, their keys and what they may do.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    -- The name without case, spaces and forms of the same letter.
    name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
    public_key TEXT NOT NULL UNIQUE CHECK (length(public_key) = 64),
    revision INTEGER NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER accounts_are_never_removed BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'an account is never removed, only disabled'); END;
CREATE TRIGGER accounts_keep_their_identity BEFORE UPDATE OF id ON accounts WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'an account keeps its identity'); END;

-- The signing key in use of each account, sealed with its passphrase.
CREATE TABLE account_keys (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id),
    public_key TEXT NOT NULL CHECK (length(public_key) = 64),
    state TEXT NOT NULL CHECK (json_valid(state)),
    audit_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER account_keys_are_never_removed BEFORE DELETE ON account_keys
BEGIN SELECT RAISE(ABORT, 'the key of an account is replaced, never removed'); END;

-- Attempts to sign in since the last that succeeded, by account or by group of names that nobody has. No part of the record:
-- the next sign-in that succeeds writes their number into the audit log and forgets them.
CREATE TABLE sign_in_attempts (
    who TEXT PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures > 0),
    last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
