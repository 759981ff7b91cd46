//! The main job as steps, each usable alone: take in, identify, register, compare, read, propose, write findings.
//!
//! Nothing here keeps anything or knows the time; [`Workspace`](super::Workspace) and the command line call the same steps.

pub mod describe;
pub mod intake;

pub use intake::{Received, decode_problem, read_picture};
