//! Packages: a case, findings, checklists, alerts or exercises as one signed file that another laboratory can check and replay.
//!
//! A package (`standards.md` 6.4) is a bag (`BagIt`, RFC 8493) with a description for other programs (RO-Crate 1.2), in a ZIP file, and it may
//! be encrypted as a whole ([`encrypt`], the `age` format). What is in it:
//!
//! ```text
//! bagit.txt                 that it is a bag
//! package-info.json         what it is, who made it, for whom: PackageInfo
//! bag-info.txt              the same for programs that know bags, and the number of files and bytes
//! ro-crate-metadata.json    the same for programs that know RO-Crate
//! manifest-sha256.txt       the sum of every file below data/
//! tagmanifest-sha256.txt    the sums of the five files above
//! signature.json            a signature over the tag manifest, if somebody signed
//! data/…                    the files
//! ```
//!
//! The files are stored as they are, never compressed: what is in a package is pictures, which are compressed already, and a stored file can
//! neither swell when it is opened nor be written in two ways. So every byte of the ZIP file follows from names, sums and lengths, and the
//! reader takes nothing but exactly these bytes: there is no room for anything that no sum covers.
//!
//! Start at [`write_package`] and [`read_package`]; [`verify_package`] gives every check as a step; [`Receipt`] goes back to the sender.
#![warn(missing_docs)]
#![warn(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]
#![cfg_attr(test, expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation, reason = "tests"))]

mod bag;
mod bech32;
mod container;
mod description;
mod encryption;
mod error;
mod info;
mod limits;
mod open;
mod path;
mod read;
mod receipt;
mod release;
mod scan;
mod source;
mod text;
mod write;

pub use encryption::{
    DecryptionKey, EncryptionError, EncryptionLimits, Recipient, decrypt, decrypt_with_passphrase, encrypt, encrypt_with_passphrase,
    is_encrypted,
};
pub use error::{PackageError, Problem};
pub use info::{Contents, Described, PACKAGE_FORMAT, PackageInfo, PackageKind, PayloadKind};
pub use limits::PackageLimits;
pub use open::{Opened, PayloadFile, SignatureState};
pub use path::{PathProblem, check_path, collision};
pub use read::{read_package, verify_package};
pub use receipt::{RECEIPT_FORMAT, Receipt, ReceiptError, ReceiptResult, read_receipt, write_receipt};
pub use release::{PersonalContents, WideningError, may_pass_on, personal_contents, withheld_contents};
pub use source::{Folder, PackageSource};
pub use write::{Signer, WriteError, Written, write_package};

/// How the name of a package file ends.
pub const EXTENSION: &str = "dxz";
/// How the name of an encrypted package file ends, after [`EXTENSION`].
pub const ENCRYPTED_EXTENSION: &str = "age";

#[cfg(test)]
mod tests;
