//! Guilloche.
fn main() {}
