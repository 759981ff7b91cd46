//! Tests of signatures: facts of the standards, and edge cases of our own.

use proptest::prelude::*;

use super::tlv::TlvError;
use super::*;

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A definite-length element.
pub(in crate::reading) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let [high, low] = u16::try_from(value.len()).unwrap().to_be_bytes();
    let length = match value.len() {
        0..=127 => vec![low],
        128..=255 => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    [&[tag][..], &length, &value].concat()
}

/// A number with the zero byte that keeps it positive.
pub(in crate::reading) fn number(digits: &[u8]) -> Vec<u8> {
    let plain: Vec<u8> = digits.iter().copied().skip_while(|byte| *byte == 0).collect();
    let zero: &[u8] = if plain.first().is_none_or(|first| *first >= 0x80) { &[0] } else { &[] };
    element(2, &[zero, &plain])
}

const EC_KEY: &str = "06072A8648CE3D0201";

fn named_key(curve: &str, point: &[u8]) -> Vec<u8> {
    element(0x30, &[&element(0x30, &[&bytes(EC_KEY), &bytes(curve)]), &element(3, &[&[0], point])])
}

/// The key of RFC 6979, A.2.5 on P-256, with its signature of "sample" with SHA-256.
const POINT_256: &str =
    "04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6 7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";
const P_256: &str = "06082A8648CE3D030107";
const R_256: &str = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716";
const S_256: &str = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8";
const ORDER_256: &str = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";

fn key_256() -> PublicKey {
    PublicKey::from_spki_der(&named_key(P_256, &bytes(POINT_256))).unwrap()
}

#[test]
fn the_signatures_of_rfc_6979_verify() {
    // A.2.3, A.2.4, A.2.6 and A.2.7: message "sample"; hash by the size of the curve.
    let vectors = [
        (
            "06082A8648CE3D030101",
            "04 AC2C77F529F91689FEA0EA5EFEC7F210D8EEA0B9E047ED56 3BC723E57670BD4887EBC732C523063D0A7C957BC97C1C43",
            Hash::Sha256,
            "4B0B8CE98A92866A2820E20AA6B75B56382E0F9BFD5ECB55 CCDB006926EA9565CBADC840829D8C384E06DE1F1E381B85",
        ),
        (
            "06052B81040021",
            "04 00CF08DA5AD719E42707FA431292DEA11244D64FC51610D94B130D6C EEAB6F3DEBE455E3DBF85416F7030CBD94F34F2D6F232C69F3C1385A",
            Hash::Sha256,
            "61AA3DA010E8E8406C656BC477A7A7189895E7E840CDFE8FF42307BA BC814050DAB5D23770879494F9E0A680DC1AF7161991BDE692B10101",
        ),
        (P_256, POINT_256, Hash::Sha256, &[R_256, S_256].concat()),
        (
            "06052B81040022",
            "04 EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13 \
             8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720",
            Hash::Sha384,
            "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46 \
             99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8",
        ),
        (
            "06052B81040023",
            "04 01894550D0785932E00EAA23B694F213F8C3121F86DC97A04E5A7167DB4E5BCD371123D46E45DB6B5D5370A7F20FB633155D38FFA16D2BD761DCAC474B9A2F5023A4 \
             00493101C962CD4D2FDDF782285E64584139C2F91B47F87FF82354D6630F746A28A0DB25741B5B34A828008B22ACC23F924FAAFBD4D33F81EA66956DFEAA2BFDFCF5",
            Hash::Sha512,
            "00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA \
             00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A",
        ),
    ];
    for (curve, point, hash, signature) in vectors {
        let key = PublicKey::from_spki_der(&named_key(curve, &bytes(point))).unwrap();
        assert_eq!(key.verify_raw(hash, b"sample", &bytes(signature)), Ok(()), "{}", key.kind());
        assert_eq!(key.verify_raw(hash, b"simple", &bytes(signature)), Err(SignatureError::DoesNotVerify));
    }
}

#[test]
fn r_and_s_must_lie_between_one_and_the_order() {
    let key = key_256();
    let order = bytes(ORDER_256);
    let (r, s) = (bytes(R_256), bytes(S_256));
    let check = |r: &[u8], s: &[u8]| key.verify(Scheme::Ecdsa(Hash::Sha256), b"sample", &element(0x30, &[&number(r), &number(s)]));
    assert_eq!(check(&r, &s), Ok(()));
    for (r, s) in [(&[0][..], &s[..]), (&r, &[0]), (&r, &order), (&order, &s), (&[0], &[0]), (&[vec![1], r.clone()].concat(), &s)] {
        assert!(matches!(check(r, s), Err(SignatureError::BadSignature(_))));
    }
    // The other valid s, n - s, is a valid signature too; r + n is out of range.
    let minus = num_bigint::BigUint::from_bytes_be(&order) - num_bigint::BigUint::from_bytes_be(&s);
    assert_eq!(check(&r, &minus.to_bytes_be()), Ok(()));
    assert_eq!(check(&[1], &[1]), Err(SignatureError::DoesNotVerify));
}

#[test]
fn the_form_of_a_signature_is_strict() {
    let key = key_256();
    let check = |signature: &[u8]| key.verify(Scheme::Ecdsa(Hash::Sha256), b"sample", signature);
    let good = element(0x30, &[&number(&bytes(R_256)), &number(&bytes(S_256))]);
    assert_eq!(check(&good), Ok(()));
    let negative = element(0x30, &[&element(2, &[&bytes(R_256)]), &number(&bytes(S_256))]);
    for bad in [&[][..], &good[..good.len() - 1], &[&good[..], &[0]].concat(), &negative, &element(0x30, &[&good])] {
        assert!(matches!(check(bad), Err(SignatureError::BadSignature(_))));
    }
    let plain = [bytes(R_256), bytes(S_256)].concat();
    assert!(matches!(key.verify_raw(Hash::Sha256, b"sample", &plain[1..]), Err(SignatureError::BadSignature(_))));
    let rsa = Scheme::RsaPkcs1(Hash::Sha256);
    assert!(matches!(key.verify(rsa, b"sample", &plain), Err(SignatureError::OtherKind { .. })));
}

#[test]
fn a_point_off_the_curve_is_no_key() {
    let mut point = bytes(POINT_256);
    *point.last_mut().unwrap() ^= 1;
    assert_eq!(PublicKey::from_spki_der(&named_key(P_256, &point)), Err(SignatureError::NotOnCurve));
    assert!(!PublicKey::from_spki_der(&named_key(P_256, &[0])).unwrap_err().is_refuted());
    // x or y not of the field.
    let mut point = bytes(POINT_256);
    point[1..33].fill(0xFF);
    assert_eq!(PublicKey::from_spki_der(&named_key(P_256, &point)), Err(SignatureError::NotOnCurve));
}

/// brainpoolP256r1 as RFC 5639, 3.4 spells it out.
fn spelt_out(b: &str, order: &str) -> Vec<u8> {
    let prime =
        element(0x30, &[&bytes("06072A8648CE3D0101"), &number(&bytes("A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377"))]);
    let coefficients = element(
        0x30,
        &[&element(4, &[&bytes("7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9")]), &element(4, &[&bytes(b)])],
    );
    let base = bytes(
        "04 8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262 547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997",
    );
    let parameters = element(0x30, &[&number(&[1]), &prime, &coefficients, &element(4, &[&base]), &number(&bytes(order)), &number(&[1])]);
    // The base point itself serves as a key.
    element(0x30, &[&element(0x30, &[&bytes(EC_KEY), &parameters]), &element(3, &[&[0], &base])])
}

const B_BRAINPOOL: &str = "26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6";
const ORDER_BRAINPOOL: &str = "A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7";

#[test]
fn spelt_out_parameters_are_named_if_they_are_those_of_a_known_curve() {
    let key = PublicKey::from_spki_der(&spelt_out(B_BRAINPOOL, ORDER_BRAINPOOL)).unwrap();
    assert_eq!((key.kind().as_str(), key.note()), ("brainpoolP256r1", None));
    let other = PublicKey::from_spki_der(&spelt_out(B_BRAINPOOL, &ORDER_BRAINPOOL.replace("56A7", "56A9"))).unwrap();
    assert_eq!(other.kind(), "curve of 256 bits, parameters of no known curve");
    assert_eq!(other.note(), Some("parameters of no known curve"));
    // A base point off the curve, an even order, a huge field.
    let wrong = PublicKey::from_spki_der(&spelt_out(&B_BRAINPOOL.replace("07B6", "07B7"), ORDER_BRAINPOOL));
    assert_eq!(wrong, Err(SignatureError::BadCurve("the base point is not on the curve")));
    assert!(matches!(
        PublicKey::from_spki_der(&spelt_out(B_BRAINPOOL, &ORDER_BRAINPOOL.replace("56A7", "56A8"))),
        Err(SignatureError::BadCurve(_))
    ));
    assert!(matches!(PublicKey::from_spki_der(&spelt_out(B_BRAINPOOL, &"F".repeat(400))), Err(SignatureError::Size { .. })));
}

/// A key whose exponent 3 lets a test build signatures without a private key: the padding is then examined alone.
fn weak_key() -> (PublicKey, Vec<u8>) {
    // An odd number of 3072 bits stands for the modulus; any number below its cube root is the root of its own cube.
    let modulus = [&[0xC0][..], &[0x5A; 382], &[0x01]].concat();
    let numbers = element(0x30, &[&number(&modulus), &number(&[3])]);
    let der = element(0x30, &[&element(0x30, &[&bytes("06092A864886F70D010101"), &[5, 0]]), &element(3, &[&[0], &numbers])]);
    (PublicKey::from_spki_der(&der).unwrap(), modulus)
}

#[test]
fn a_cube_root_is_no_signature() {
    // The forgery on exponent 3: a root of a number that only begins like an encoded message, with bytes of choice after the hash.
    let (key, modulus) = weak_key();
    let digest_info = [bytes("3031300D060960864801650304020105000420"), Hash::Sha256.digest(b"message")].concat();
    let begin = [&[0, 1][..], &[0xFF; 8], &[0], &digest_info].concat();
    let target = num_bigint::BigUint::from_bytes_be(&[&begin[..], &vec![0xFF; modulus.len() - begin.len()]].concat());
    let root = target.cbrt();
    let mut signature = root.to_bytes_be();
    signature.splice(0..0, vec![0; modulus.len() - signature.len()]);
    assert!(root.pow(3).to_bytes_be().starts_with(&begin[1..60]));
    assert_eq!(key.verify(Scheme::RsaPkcs1(Hash::Sha256), b"message", &signature), Err(SignatureError::DoesNotVerify));
    for scheme in [Scheme::RsaPss { hash: Hash::Sha1, mask_hash: Hash::Sha1, salt_length: 20 }, Scheme::RsaPkcs1(Hash::Sha512)] {
        assert_eq!(key.verify(scheme, b"message", &signature), Err(SignatureError::DoesNotVerify));
    }
    assert!(matches!(key.verify(Scheme::RsaPkcs1(Hash::Sha256), b"", &modulus), Err(SignatureError::BadSignature(_))));
    assert!(matches!(key.verify(Scheme::RsaPkcs1(Hash::Sha256), b"", &signature[1..]), Err(SignatureError::BadSignature(_))));
}

/// Signatures of "sample" made for these tests by another implementation: what it is, key, algorithm, signature; apart by tabs.
const VECTORS: &str = include_str!("tests/vectors.tsv");

#[test]
fn signatures_of_every_kind_verify_and_break() {
    assert_eq!(VECTORS.lines().count(), 18);
    for line in VECTORS.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let key = PublicKey::from_spki_der(&bytes(columns[1])).unwrap();
        let scheme = Scheme::from_algorithm(&bytes(columns[2]), None).unwrap();
        let signature = bytes(columns[3]);
        assert_eq!(key.verify(scheme, b"sample", &signature), Ok(()), "{}", columns[0]);
        assert_eq!(key.verify(scheme, b"simple", &signature), Err(SignatureError::DoesNotVerify), "{}", columns[0]);
        for place in [0, 4, signature.len() / 2, signature.len() - 1] {
            let mut changed = signature.clone();
            changed[place] ^= 1;
            assert!(key.verify(scheme, b"sample", &changed).is_err_and(|error| error.is_refuted()), "{}", columns[0]);
        }
        let other = match scheme {
            Scheme::RsaPss { hash, mask_hash, salt_length } => Scheme::RsaPss { hash, mask_hash, salt_length: salt_length + 1 },
            Scheme::RsaPkcs1(Hash::Sha1) => Scheme::RsaPkcs1(Hash::Sha256),
            Scheme::RsaPkcs1(_) => Scheme::RsaPkcs1(Hash::Sha1),
            Scheme::Ecdsa(hash) | Scheme::EcdsaPlain(hash) => Scheme::EcdsaPlain(hash),
        };
        assert!(key.verify(other, b"sample", &signature).is_err_and(|error| error.is_refuted()), "{}", columns[0]);
    }
}

#[test]
fn rsa_keys_out_of_bounds_are_refused() {
    let key = |modulus: &[u8], exponent: &[u8]| {
        RsaKey::new(num_bigint::BigUint::from_bytes_be(modulus), num_bigint::BigUint::from_bytes_be(exponent))
    };
    assert!(matches!(key(&[0xFF; 64], &[3]), Err(SignatureError::Size { .. })));
    assert!(matches!(key(&[0xFF; 2048], &[3]), Err(SignatureError::Size { .. })));
    assert!(matches!(key(&[0xFF; 256], &[1]), Err(SignatureError::Size { .. })));
    assert!(matches!(key(&[0xFF; 256], &[0xFF; 64]), Err(SignatureError::Size { .. })));
    assert!(key(&[0xFE; 256], &[3]).is_err() && key(&[0xFF; 256], &[1, 0, 1]).is_ok());
}

/// Signs with the private key and the one-time number of RFC 6979, A.2.5: both are public, so this is for tests alone.
pub(in crate::reading) fn sign(message: &[u8]) -> Vec<u8> {
    let number_of = |hex: &str| num_bigint::BigUint::from_bytes_be(&bytes(hex));
    let (order, r) = (number_of(ORDER_256), number_of(R_256));
    let private = number_of("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    let once = number_of("A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60");
    let e = num_bigint::BigUint::from_bytes_be(&Hash::Sha256.digest(message));
    let s = once.modinv(&order).unwrap() * (e + &r * private) % &order;
    element(0x30, &[&number(&r.to_bytes_be()), &number(&s.to_bytes_be())])
}

pub(in crate::reading) fn name(country: &str, common: &str) -> Vec<u8> {
    let attribute =
        |kind: u8, tag: u8, value: &str| element(0x31, &[&element(0x30, &[&[6, 3, 0x55, 4, kind], &element(tag, &[value.as_bytes()])])]);
    element(0x30, &[&attribute(6, 0x13, country), &attribute(3, 0x0C, common)])
}

/// The algorithm identifier of ECDSA with SHA-256.
pub(in crate::reading) const ECDSA_SHA256: &[u8] = &[0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

/// A certificate for the key of [`key_256`], signed with the same key. It may sign certificates; key identifiers 010203 and 040506.
pub(in crate::reading) fn certificate(country: &str, common: &str, document_type: &str) -> Vec<u8> {
    let algorithm = ECDSA_SHA256;
    let extension = |identifier: &[u8], content: &[u8]| element(0x30, &[&element(6, &[identifier]), &element(4, &[content])]);
    let types = element(0x30, &[&number(&[0]), &element(0x31, &[&element(0x13, &[document_type.as_bytes()])])]);
    let extensions = element(
        0x30,
        &[
            &extension(&[0x67, 0x81, 0x08, 1, 1, 6, 2], &types),
            &extension(&[0x55, 0x1D, 0x0E], &element(4, &[&[1, 2, 3]])),
            &extension(&[0x55, 0x1D, 0x23], &element(0x30, &[&element(0x80, &[&[4, 5, 6]])])),
            &extension(&[0x55, 0x1D, 0x0F], &element(3, &[&[1, 0x06]])),
            &extension(&[0x55, 0x1D, 0x13], &element(0x30, &[&[1, 1, 0xFF], &[2, 1, 0]])),
        ],
    );
    let signed = element(
        0x30,
        &[
            &element(0xA0, &[&number(&[2])]),
            &number(&[0x00, 0x8F, 0x01]),
            algorithm,
            &name(country, "authority"),
            &element(0x30, &[&element(0x17, &[b"200101000000Z"]), &element(0x18, &[b"20301231235959Z"])]),
            &name(country, common),
            &named_key(P_256, &bytes(POINT_256)),
            &element(0xA3, &[&extensions]),
        ],
    );
    element(0x30, &[&signed, algorithm, &element(3, &[&[0], &sign(&signed)])])
}

#[test]
fn a_certificate_says_what_is_in_it() {
    let certificate = Certificate::from_der(&certificate("ut", "signer", "P")).unwrap();
    assert_eq!(certificate.subject.text, "C=ut, CN=signer");
    assert_eq!(certificate.country(), Some("UT"));
    assert_eq!(certificate.serial, "8F01");
    assert_eq!(certificate.not_after.to_string(), "2030-12-31T23:59:59Z");
    assert_eq!(certificate.extensions.document_types, ["P"]);
    assert_eq!(certificate.extensions.subject_key_identifier.as_deref(), Some("010203"));
    assert_eq!(certificate.extensions.authority_key_identifier.as_deref(), Some("040506"));
    assert_eq!(certificate.extensions.key_usage.as_deref(), Some(&[5, 6][..]));
    assert_eq!((certificate.extensions.is_authority, certificate.extensions.path_length), (Some(true), Some(0)));
    assert_eq!(certificate.public_key().unwrap(), &key_256());
    assert!(!certificate.is_self_issued());
    assert_eq!(certificate.signed_by(&certificate), Ok(()));
}

#[test]
fn a_modulus_without_its_zero_byte_is_read_and_noted() {
    let key = |modulus: &[u8]| {
        let numbers = element(0x30, &[&element(2, &[modulus]), &number(&[1, 0, 1])]);
        let der = element(0x30, &[&element(0x30, &[&bytes("06092A864886F70D010101"), &[5, 0]]), &element(3, &[&[0], &numbers])]);
        PublicKey::from_spki_der(&der).unwrap()
    };
    assert_eq!(key(&[0xFF; 128]).note(), Some("the RSA modulus is written as a negative number"));
    assert_eq!(key(&[&[0][..], &[0xFF; 128]].concat()).note(), None);
    assert_eq!(key(&[0xFF; 128]).kind(), "RSA 1024 bits");
}

#[test]
fn names_agree_whatever_their_order_and_string_type() {
    let read = |der: &[u8]| Certificate::from_der(der).unwrap().subject;
    let one = read(&certificate("UT", "Country  signer", ""));
    let other = read(&certificate("ut", "country signer", ""));
    assert!(one.agrees_with(&other) && one != other);
    assert!(!one.agrees_with(&read(&certificate("UT", "country signer 2", ""))));
}

#[test]
fn what_is_no_certificate_says_why() {
    let whole = certificate("UT", "signer", "P");
    let more = [&whole[..], &[0]].concat();
    assert!(matches!(Certificate::from_der(&more), Err(SignatureError::Malformed { reason: TlvError::Trailing { left: 1 }, .. })));
    for length in 0..whole.len() {
        assert!(Certificate::from_der(&whole[..length]).is_err());
    }
    assert!(Certificate::from_der(&vec![0x30; MAX_CERTIFICATE + 1]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Certificate::from_der(&bytes).is_err());
        prop_assert!(PublicKey::from_spki_der(&bytes).is_err());
        prop_assert!(Scheme::from_algorithm(&bytes, Some(Hash::Sha1)).is_err());
        prop_assert!(key_256().verify_raw(Hash::Sha1, b"", &bytes).is_err());
    }

    #[test]
    fn a_changed_certificate_does_not_panic(at in 0_usize..400, value: u8, cut in 0_usize..400) {
        let mut whole = certificate("UT", "signer", "P");
        let genuine = Certificate::from_der(&whole).unwrap();
        let place = at % whole.len();
        whole[place] = value;
        if let Ok(read) = Certificate::from_der(&whole) {
            prop_assert!(read.signed_by(&genuine).is_err() || read.signed_part() == genuine.signed_part());
        }
        whole.truncate(cut);
        prop_assert!(Certificate::from_der(&whole).is_err() || cut >= whole.len());
    }

    #[test]
    fn a_changed_key_does_not_panic(at in 0_usize..400, value: u8) {
        let mut whole = spelt_out(B_BRAINPOOL, ORDER_BRAINPOOL);
        let place = at % whole.len();
        whole[place] = value;
        if let Ok(key) = PublicKey::from_spki_der(&whole) {
            prop_assert!(key.verify_raw(Hash::Sha256, b"sample", &[1; 64]).is_err());
        }
    }
}
