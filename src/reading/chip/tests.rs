//! Tests of chip files: a chip of our own, signed with a public test key, and the collected dumps.

mod dumps;
mod own;
