//! Writing machine-readable zones: the lines of a document from its data, with every check digit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::transliteration::{name_parts, transliterate};
use super::vocabulary::words;
use super::{Date, IssuerCode, check_digit};

words! {
    /// The sex of a holder as a machine-readable zone states it.
    Sex {
        Female = "female", "Female";
        Male = "male", "Male";
        /// A filler in the machine-readable zone, X in the visual zone.
        Unspecified = "unspecified", "Unspecified";
    }
}

impl Sex {
    /// The character in a machine-readable zone.
    pub fn character(self) -> char {
        match self {
            Self::Female => 'F',
            Self::Male => 'M',
            Self::Unspecified => '<',
        }
    }
}

/// What the machine-readable zone of a document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MrzData {
    /// One or two characters, for example `P`, `PP` or `I<`.
    pub document_code: String,
    /// Who issued it.
    pub issuer: IssuerCode,
    /// The document number. Over nine characters, cards of format TD1 and TD2 carry on in the optional data; the other formats
    /// show the first nine.
    pub number: String,
    /// The nationality of the holder.
    pub nationality: IssuerCode,
    /// `None` if it is not known.
    pub birth: Option<Date>,
    /// The sex of the holder.
    pub sex: Sex,
    /// The last day of validity.
    pub expiry: Date,
    /// Optional data: the personal number of a passport, the rest of the first line of a TD1 card.
    pub optional: String,
    /// Optional data in the second line of a TD1 card; other formats have none.
    pub optional_2: String,
    /// The surname, in any script that the transliteration tables know.
    pub primary: String,
    /// The given names; empty for a holder with one name only.
    pub secondary: String,
}

/// Composes the two lines of 44 characters of a passport.
///
/// # Examples
///
/// ```
/// # use guilloche::domain::{MrzData, Sex, compose_td3, IssuerCode};
/// # let utopia = IssuerCode::new("UTO").unwrap();
/// let data = MrzData {
///     document_code: "P".to_owned(), issuer: utopia.clone(), number: "L898902C3".to_owned(), nationality: utopia,
///     birth: "1974-08-12".parse().ok(), sex: Sex::Female, expiry: "2012-04-15".parse().unwrap(),
///     optional: "ZE184226B".to_owned(), optional_2: String::new(),
///     primary: "Eriksson".to_owned(), secondary: "Anna Maria".to_owned(),
/// };
/// assert_eq!(compose_td3(&data), [
///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", // specimen of ICAO Doc 9303, part 4
///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
/// ]);
/// ```
pub fn compose_td3(data: &MrzData) -> [String; 2] {
    let [number, birth, expiry, optional] = [
        with_digit(&field(&data.number, 9)),
        with_digit(&birth(data)),
        with_digit(&date(data.expiry)),
        with_digit(&field(&data.optional, 14)),
    ];
    let composite = digit(&format!("{number}{birth}{expiry}{optional}"));
    let nationality = field(data.nationality.as_str(), 3);
    let sex = data.sex.character();
    [format!("{}{}", head(data), name_field(data, 39)), format!("{number}{nationality}{birth}{sex}{expiry}{optional}{composite}")]
}

/// Composes the three lines of 30 characters of a card.
pub fn compose_td1(data: &MrzData) -> [String; 3] {
    let (number, optional) = number_and_optional(data, 15);
    let [birth, expiry] = [with_digit(&birth(data)), with_digit(&date(data.expiry))];
    let optional_2 = field(&data.optional_2, 11);
    let composite = digit(&format!("{number}{optional}{birth}{expiry}{optional_2}"));
    let nationality = field(data.nationality.as_str(), 3);
    let sex = data.sex.character();
    [format!("{}{number}{optional}", head(data)), format!("{birth}{sex}{expiry}{nationality}{optional_2}{composite}"), name_field(data, 30)]
}

/// Composes the two lines of 36 characters of a travel document of format TD2.
pub fn compose_td2(data: &MrzData) -> [String; 2] {
    let (number, optional) = number_and_optional(data, 7);
    let [birth, expiry] = [with_digit(&birth(data)), with_digit(&date(data.expiry))];
    let composite = digit(&format!("{number}{birth}{expiry}{optional}"));
    let nationality = field(data.nationality.as_str(), 3);
    let sex = data.sex.character();
    [format!("{}{}", head(data), name_field(data, 31)), format!("{number}{nationality}{birth}{sex}{expiry}{optional}{composite}")]
}

/// Composes the two lines of 44 characters of a visa of format A.
pub fn compose_mrv_a(data: &MrzData) -> [String; 2] {
    compose_visa(data, 39, 16)
}

/// Composes the two lines of 36 characters of a visa of format B.
pub fn compose_mrv_b(data: &MrzData) -> [String; 2] {
    compose_visa(data, 31, 8)
}

fn compose_visa(data: &MrzData, name_width: usize, optional_width: usize) -> [String; 2] {
    let [number, birth, expiry] = [with_digit(&field(&data.number, 9)), with_digit(&birth(data)), with_digit(&date(data.expiry))];
    let nationality = field(data.nationality.as_str(), 3);
    let sex = data.sex.character();
    let optional = field(&data.optional, optional_width);
    [format!("{}{}", head(data), name_field(data, name_width)), format!("{number}{nationality}{birth}{sex}{expiry}{optional}")]
}

/// Document code and issuer.
fn head(data: &MrzData) -> String {
    field(&data.document_code, 2) + &field(data.issuer.as_str(), 3)
}

/// The number with its digit and the optional data of `width` characters; a long number carries on in the latter.
fn number_and_optional(data: &MrzData, width: usize) -> (String, String) {
    let whole: String = field(&data.number, data.number.chars().count());
    let rest: String = whole.chars().skip(9).take(width.saturating_sub(2)).collect();
    if rest.is_empty() {
        return (with_digit(&field(&data.number, 9)), field(&data.optional, width));
    }
    let first = field(&data.number, 9);
    let digit = digit(&format!("{first}{rest}"));
    (format!("{first}<"), field(&format!("{rest}{digit}<{}", data.optional), width))
}

fn birth(data: &MrzData) -> String {
    data.birth.map_or_else(|| "<<<<<<".to_owned(), date)
}

fn date(day: Date) -> String {
    day.0.strftime("%y%m%d").to_string()
}

/// `text` in capitals, filled to `width` characters; what cannot stand in a zone becomes a filler.
fn field(text: &str, width: usize) -> String {
    let allowed = |c: char| if c.is_ascii_uppercase() || c.is_ascii_digit() { c } else { '<' };
    text.chars().map(|c| allowed(c.to_ascii_uppercase())).chain(std::iter::repeat('<')).take(width).collect()
}

fn digit(field: &str) -> String {
    check_digit(field).map_or_else(|_| "<".to_owned(), |digit| digit.to_string())
}

fn with_digit(field: &str) -> String {
    format!("{field}{}", digit(field))
}

fn name_field(data: &MrzData, width: usize) -> String {
    let parts = |name: &str| name_parts(name).iter().map(|part| transliterate(part)).filter(|part| !part.is_empty()).collect();
    field(&fit_name(parts(&data.primary), parts(&data.secondary), width), width)
}

/// Joins the parts of a name and shortens them, if they do not fit, so that the last place is a letter (part 3, 4.6).
///
/// Parts of one letter each cannot always be brought to end there; then a filler stays.
fn fit_name(mut primary: Vec<String>, mut secondary: Vec<String>, width: usize) -> String {
    let joined = |primary: &[String], secondary: &[String]| {
        [primary.join("<"), secondary.join("<")].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("<<")
    };
    let whole = joined(&primary, &secondary);
    if whole.len() <= width {
        return whole;
    }
    let room = if secondary.is_empty() { width } else { width.saturating_sub(3) };
    while primary.join("<").len() > room {
        if let Some(part) = primary.iter_mut().rev().find(|part| part.len() > 1) {
            part.pop();
        } else if primary.pop().is_none() {
            break;
        }
    }
    loop {
        let shortened: String = joined(&primary, &secondary).chars().take(width).collect();
        if !shortened.ends_with('<') {
            return shortened;
        }
        // The cut fell on a filler: give one letter of the longest part up, so that the next part begins before the cut.
        let Some(part) = secondary.iter_mut().chain(&mut primary).filter(|part| part.len() > 1).max_by_key(|part| part.len()) else {
            return shortened;
        };
        part.pop();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn specimen() -> MrzData {
        let utopia = IssuerCode::new("UTO").unwrap();
        MrzData {
            document_code: "I".to_owned(),
            issuer: utopia.clone(),
            number: "D23145890".to_owned(),
            nationality: utopia,
            birth: "1974-08-12".parse().ok(),
            sex: Sex::Female,
            expiry: "2012-04-15".parse().unwrap(),
            optional: String::new(),
            optional_2: String::new(),
            primary: "Eriksson".to_owned(),
            secondary: "Anna Maria".to_owned(),
        }
    }

    #[test]
    fn published_specimens_come_out() {
        let td1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
        assert_eq!(compose_td1(&specimen()), td1);
        let td2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
        assert_eq!(compose_td2(&specimen()), td2);
        let visa = MrzData {
            document_code: "V".to_owned(),
            number: "L898902C".to_owned(),
            birth: "1969-08-06".parse().ok(),
            expiry: "1994-06-23".parse().unwrap(),
            optional: "ZE184226B".to_owned(),
            ..specimen()
        };
        let mrv_a = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<"];
        assert_eq!(compose_mrv_a(&visa), mrv_a);
        let mrv_b = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226"];
        assert_eq!(compose_mrv_b(&visa), mrv_b);
    }

    #[test]
    fn a_long_number_carries_on_in_the_optional_data() {
        let belgium = IssuerCode::new("BEL").unwrap();
        let card = MrzData {
            document_code: "ID".to_owned(),
            issuer: belgium.clone(),
            number: "000590696101".to_owned(),
            nationality: belgium,
            birth: "1994-01-01".parse().ok(),
            expiry: "2027-10-01".parse().unwrap(),
            optional_2: "00010112345".to_owned(),
            ..specimen()
        };
        let [first, second, _] = compose_td1(&card);
        assert_eq!(first, "IDBEL000590696<1015<<<<<<<<<<<");
        assert_eq!(second, "9401013F2710017BEL000101123453");
    }

    #[test]
    fn an_unknown_birth_and_sex_are_fillers() {
        let [_, second] = compose_td3(&MrzData { birth: None, sex: Sex::Unspecified, ..specimen() });
        assert_eq!(second.get(13..21), Some("<<<<<<0<"));
    }

    #[test]
    fn a_name_that_does_not_fit_ends_in_a_letter() {
        let name = |primary: &str, secondary: &str, width| {
            name_field(&MrzData { primary: primary.to_owned(), secondary: secondary.to_owned(), ..specimen() }, width)
        };
        assert_eq!(name("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 39), "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K");
        assert_eq!(name("Papandropoulous", "Jonathon Warren Trevor", 39), "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR");
        assert_eq!(name("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", 39), "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D");
        assert_eq!(name("Abcdefghijklmnopqrstu", "Vwxyz Abcd", 30), "ABCDEFGHIJKLMNOPQRSTU<<VWXYZ<A");
        assert_eq!(name("Abcdefghijklmnopqrstuv", "Vwxyz Abcd", 30), "ABCDEFGHIJKLMNOPQRSTU<<VWXYZ<A");
        assert_eq!(name("Arkfreith", "", 30), "ARKFREITH<<<<<<<<<<<<<<<<<<<<<");
    }

    proptest! {
        #[test]
        fn a_name_fills_its_field_and_a_shortened_one_ends_in_a_letter(
            primary in prop::collection::vec("[A-Z]{2,15}", 1..12), secondary in prop::collection::vec("[A-Z]{2,15}", 0..6), width in 30_usize..40,
        ) {
            let data = MrzData { primary: primary.join(" "), secondary: secondary.join(" "), ..specimen() };
            let field = name_field(&data, width);
            prop_assert_eq!(field.len(), width);
            let whole = primary.join("<").len() + if secondary.is_empty() { 0 } else { 2 + secondary.join("<").len() };
            prop_assert!(whole <= width || !field.ends_with('<'), "{}", field);
            let parted = !secondary.is_empty() || whole + 1 < width;
            prop_assert_eq!(field.contains("<<"), parted, "{}", field);
        }
    }
}
