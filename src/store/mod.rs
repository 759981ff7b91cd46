//! What is kept: `SQLite`, captures by hash, audit chain, reference folders.
