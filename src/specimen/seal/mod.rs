//! Visible digital seals: what a visa or a permit says, signed and printed as a matrix of modules (ICAO Doc 9303, part 13).
//!
//! A seal is a header, messages of tag, length and value, and a raw ECDSA signature over both. The key that signs here is
//! printed in this source and therefore worth nothing; it lets a reader show both outcomes of a check.

mod certificate;
mod encoding;

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};

use super::barcode::Modules;
use crate::domain::Date;
pub(crate) use certificate::certificates;
use encoding::{c40, day, message};

/// First byte of every seal.
const MAGIC: u8 = 0xDC;
/// The version byte of version 4 of the format: references of free length, message lengths as in DER.
const VERSION_4: u8 = 0x03;
/// The tag that ends the messages and begins the signature.
const SIGNATURE_TAG: u8 = 0xFF;
/// Which certificate of the signer verifies the seal, in hexadecimal digits.
pub(crate) const CERTIFICATE: &str = "5EA1";
/// The private key of the specimen signer: known to everyone, so that its signatures prove nothing.
const WORTHLESS_KEY: [u8; 32] = *b"worthless specimen signer key 01";

/// How long a visitor may stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stay {
    pub days: u8,
    pub months: u8,
    pub years: u8,
}

/// What the seal of a visa says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visa<'a> {
    /// The code of the issuing state as in the machine-readable zone: one to three capitals.
    pub issuer: &'a str,
    /// Who signs: the two letters of a country and two characters.
    pub signer: &'a str,
    /// The two lines of the machine-readable zone, of 44 (MRV-A) or 36 (MRV-B) characters.
    pub mrz: [&'a str; 2],
    /// Number of entries; 0 means any number.
    pub entries: u8,
    pub stay: Stay,
    /// Number of the passport that the visa is placed in.
    pub passport_number: &'a str,
    /// Day of issue, also of the signature.
    pub issued: Date,
}

/// What the seal of a residence permit says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Permit<'a> {
    /// The code of the issuing state as in the machine-readable zone: one to three capitals.
    pub issuer: &'a str,
    /// Who signs: the two letters of a country and two characters.
    pub signer: &'a str,
    /// The lines of the machine-readable zone: two of 36 (TD2) or three of 30 characters (TD1).
    pub mrz: &'a [&'a str],
    /// Number of the passport of the holder.
    pub passport_number: &'a str,
    /// Day of issue, also of the signature.
    pub issued: Date,
}

/// A signed seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seal {
    /// Header, messages and signature.
    pub bytes: Vec<u8>,
    /// The Data Matrix symbol of the bytes, with its quiet zone of one module.
    pub modules: Modules,
}

/// Which document a seal belongs to: feature definition reference and type category.
#[derive(Debug, Clone, Copy)]
struct Profile {
    reference: u8,
    category: u8,
}

/// The visa of ICAO Doc 9303, part 7, section 9.
const VISA: Profile = Profile { reference: 0x5D, category: 0x01 };
/// A residence permit of a national profile; national profiles have even categories.
const PERMIT: Profile = Profile { reference: 0xFB, category: 0x06 };

/// Signs what a visa says; `None` if a field does not fit the profile.
///
/// Of the second line of the machine-readable zone the seal holds the first 28 characters: the rest is optional data.
pub(crate) fn visa(visa: &Visa<'_>) -> Option<Seal> {
    let tag = match visa.mrz.map(|line| line.chars().count()) {
        [44, 44] => 0x01,
        [36, 36] => 0x02,
        _ => return None,
    };
    let [first, second] = visa.mrz;
    let Stay { days, months, years } = visa.stay;
    let mut bytes = header(VISA, visa.issuer, visa.signer, visa.issued)?;
    bytes.extend(message(tag, &c40(&format!("{first}{}", second.get(..28)?))?)?);
    bytes.extend(message(0x03, &[visa.entries])?);
    bytes.extend(message(0x04, &[days, months, years])?);
    bytes.extend(message(0x05, &c40(visa.passport_number)?)?);
    sealed(bytes)
}

/// Signs what a residence permit says; `None` if a field does not fit the profile.
pub(crate) fn permit(permit: &Permit<'_>) -> Option<Seal> {
    let mrz = permit.mrz.concat();
    if !matches!(mrz.chars().count(), 72 | 90) {
        return None;
    }
    let mut bytes = header(PERMIT, permit.issuer, permit.signer, permit.issued)?;
    bytes.extend(message(0x02, &c40(&mrz)?)?);
    bytes.extend(message(0x03, &c40(permit.passport_number)?)?);
    sealed(bytes)
}

#[cfg(test)]
/// The public key of the specimen signer, an uncompressed point on P-256 as in SEC 1: `04`, x, y.
pub(crate) fn signer_public_key() -> Option<[u8; 65]> {
    signing_key()?.verifying_key().to_sec1_point(false).as_bytes().try_into().ok()
}

fn signing_key() -> Option<SigningKey> {
    SigningKey::from_slice(&WORTHLESS_KEY).ok()
}

fn header(profile: Profile, issuer: &str, signer: &str, issued: Date) -> Option<Vec<u8>> {
    if issuer.is_empty() || issuer.len() > 3 || signer.len() != 4 {
        return None;
    }
    let mut bytes = vec![MAGIC, VERSION_4];
    bytes.extend(c40(&format!("{issuer:<<3}"))?);
    bytes.extend(c40(&format!("{signer}{:02X}{CERTIFICATE}", CERTIFICATE.len()))?);
    bytes.extend(day(issued)?);
    bytes.extend(day(issued)?);
    bytes.extend([profile.reference, profile.category]);
    Some(bytes)
}

/// Signs header and messages and sets the whole as a square Data Matrix.
fn sealed(mut bytes: Vec<u8>) -> Option<Seal> {
    // The nonce follows from key and message (RFC 6979): the same document has the same seal on every machine.
    let signature: Signature = signing_key()?.sign(&bytes);
    bytes.extend(message(SIGNATURE_TAG, &signature.to_bytes())?);
    let modules = Modules::data_matrix(&bytes)?;
    Some(Seal { bytes, modules })
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier as _;

    use super::*;

    const MRV_A: [&str; 2] = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];

    fn specimen() -> Seal {
        visa(&Visa {
            issuer: "UTO",
            signer: "UTSP",
            mrz: MRV_A,
            entries: 0,
            stay: Stay { days: 90, months: 0, years: 0 },
            passport_number: "L8988901C",
            issued: "2024-05-17".parse().unwrap(),
        })
        .unwrap()
    }

    /// Text of C40 values, written from the tables of ISO/IEC 16022 without the encoder.
    fn text(bytes: &[u8]) -> String {
        let mut out = String::new();
        for pair in bytes.chunks(2) {
            if pair[0] == 0xFE {
                out.push(char::from(pair[1] - 1));
                continue;
            }
            let whole = u16::from(pair[0]) * 256 + u16::from(pair[1]) - 1;
            for value in [whole / 1600, whole / 40 % 40, whole % 40] {
                match value {
                    3 => out.push('<'),
                    4..=13 => out.push(char::from(b'0' + value as u8 - 4)),
                    14..=39 => out.push(char::from(b'A' + value as u8 - 14)),
                    _ => {}
                }
            }
        }
        out
    }

    /// The messages of a seal and where the signature begins.
    fn messages(bytes: &[u8], mut at: usize) -> (Vec<(u8, Vec<u8>)>, usize) {
        let mut found = Vec::new();
        loop {
            let (tag, length) = (bytes[at], usize::from(bytes[at + 1]));
            assert!(length < 128, "short lengths only");
            found.push((tag, bytes[at + 2..at + 2 + length].to_vec()));
            if tag == 0xFF {
                assert_eq!(at + 2 + length, bytes.len());
                return (found, at);
            }
            at += 2 + length;
        }
    }

    #[test]
    fn a_visa_reads_back_as_it_was_written() {
        let Seal { bytes, .. } = specimen();
        assert_eq!(bytes[..4], [0xDC, 0x03, 0xD9, 0xC5]);
        assert_eq!(text(&bytes[4..12]), "UTSP045EA1");
        // 05 17 2024 as one number, twice.
        assert_eq!(u32::from_be_bytes([0, bytes[12], bytes[13], bytes[14]]), 5_172_024);
        assert_eq!(bytes[12..15], bytes[15..18]);
        assert_eq!(bytes[18..20], [0x5D, 0x01]);
        let (found, _) = messages(&bytes, 20);
        assert_eq!(found.iter().map(|(tag, _)| *tag).collect::<Vec<_>>(), [1, 3, 4, 5, 0xFF]);
        assert_eq!(text(&found[0].1), format!("{}{}", MRV_A[0], MRV_A[1].get(..28).unwrap()));
        assert_eq!((found[0].1.len(), &found[1].1[..], &found[2].1[..]), (48, &[0_u8][..], &[90_u8, 0, 0][..]));
        assert_eq!((text(&found[3].1).as_str(), found[3].1.len(), found[4].1.len()), ("L8988901C", 6, 64));
    }

    #[test]
    fn the_signature_verifies_until_a_bit_changes() {
        let Seal { bytes, .. } = specimen();
        let (found, signed) = messages(&bytes, 20);
        let key = VerifyingKey::from_sec1_bytes(&signer_public_key().unwrap()).unwrap();
        let signature = Signature::from_slice(&found.last().unwrap().1).unwrap();
        assert!(key.verify(&bytes[..signed], &signature).is_ok());
        let mut altered = bytes[..signed].to_vec();
        altered[40] ^= 1;
        assert!(key.verify(&altered, &signature).is_err());
    }

    #[test]
    fn the_printed_matrix_holds_the_bytes() {
        let seal = specimen();
        assert_eq!(datamatrix::DataMatrix::decode(seal.modules.dark(), seal.modules.width()).unwrap(), seal.bytes);
        assert_eq!(seal, specimen());
    }

    #[test]
    fn a_permit_holds_the_zone_of_a_card_and_of_a_sheet() {
        let card = ["ACUTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
        let sheet = ["ACUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
        for (mrz, length) in [(&card[..], 60), (&sheet[..], 48)] {
            let issued = "2024-05-17".parse().unwrap();
            let seal = permit(&Permit { issuer: "UTO", signer: "UTSP", mrz, passport_number: "L8988901C", issued }).unwrap();
            let (found, _) = messages(&seal.bytes, 20);
            assert_eq!((seal.bytes[18..20].to_vec(), text(&found[0].1), found[0].1.len()), (vec![0xFB, 0x06], mrz.concat(), length));
        }
    }

    #[test]
    fn what_does_not_fit_the_profile_is_not_sealed() {
        let fits = Visa {
            issuer: "UTO",
            signer: "UTSP",
            mrz: MRV_A,
            entries: 1,
            stay: Stay { days: 0, months: 3, years: 0 },
            passport_number: "L8988901C",
            issued: "2024-05-17".parse().unwrap(),
        };
        assert!(visa(&Visa { issuer: "UTOP", ..fits }).is_none());
        assert!(visa(&Visa { signer: "U", ..fits }).is_none());
        assert!(visa(&Visa { mrz: ["V<UTO", "L898"], ..fits }).is_none());
        assert!(visa(&Visa { passport_number: "L89é", ..fits }).is_none());
        assert!(visa(&Visa { issuer: "D", ..fits }).is_some_and(|seal| seal.bytes[2..4] == [0x6A, 0xBC]));
    }
}
