//! Draws fictional travel documents, forgeries of them and captures, deterministically from a seed.
