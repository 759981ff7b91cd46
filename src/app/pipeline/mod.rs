//! The main job as steps, each usable alone: take in, identify, register, compare, read, propose, write findings.
//!
//! Nothing here keeps anything or knows the time; [`Workspace`](super::Workspace) and the command line call the same steps.

pub mod analyse;
pub mod around;
pub mod barcode;
pub mod chip_files;
pub mod compare;
pub mod comparing;
pub mod describe;
pub mod difference;
pub mod figures;
pub mod findings;
pub mod identify;
pub mod intake;
pub mod landmarks;
pub mod machine_zone;
pub mod pair;
pub mod patch;
pub mod process;
pub mod register;
pub mod seal;
mod visual;
mod zone_infrared;
mod zone_print;

pub use crate::reading::chip;
pub use analyse::{Analysed, Seen, analyse, analyse_keeping, measure_again};
pub use identify::{Identified, identify};
pub use intake::{Received, read_file, read_picture, receive};
pub use machine_zone::machine_zone;
pub use register::{Placed, Registered};
