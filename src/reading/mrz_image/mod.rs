//! Machine-readable zones in pictures: found at any angle, straightened, and read character by character.
//!
//! Start at [`find_mrz`], or at [`read_mrz_line`] for a picture of one line alone. The steps, each a file: [`find`] looks for rows of
//! characters, `strip` cuts them out straight, `ink` tells print from ground, `net` says what stands at each place, `cells` fits the cells
//! of one pitch, `read` puts the lines together, `again` looks a second time at what is not plain, `aslant` lays out anew a line that was
//! photographed from one end. The network is taught by [`teach`] on lines that are drawn by chance; `assets/models/README.md` tells how well
//! it reads.
#![expect(
    clippy::cast_possible_truncation,
    reason = "pixel code: sizes are made here, and every picture is one that was decoded within limits"
)]
#![cfg_attr(not(test), expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "the same"))]

mod again;
mod aslant;
mod cells;
mod find;
mod found;
mod ink;
mod net;
mod places;
mod read;
mod search;
mod single;
mod strip;
mod train;

pub use found::{MrzAnswer, MrzGlyph, MrzInPicture, MrzLine, MrzSearch, NoMrz};
pub use search::find_mrz;
pub use single::read_mrz_line;
pub use train::{Teaching, teach};
