//! The codes of elements and their names.

/// Codes that the standard demands from version 4 on.
pub(super) const MANDATORY: [&str; 9] = ["DAQ", "DCS", "DAC", "DBB", "DBA", "DBD", "DBC", "DCF", "DCG"];

/// Codes in order, with names.
const NAMES: [(&str, &str); 74] = [
    ("DAA", "Full name"),
    ("DAB", "Family name"),
    ("DAC", "First name"),
    ("DAD", "Middle names"),
    ("DAE", "Name suffix"),
    ("DAF", "Name prefix"),
    ("DAG", "Street, first line"),
    ("DAH", "Street, second line"),
    ("DAI", "City"),
    ("DAJ", "State or province"),
    ("DAK", "Postal code"),
    ("DAL", "Residence street, first line"),
    ("DAM", "Residence street, second line"),
    ("DAN", "Residence city"),
    ("DAO", "Residence state or province"),
    ("DAP", "Residence postal code"),
    ("DAQ", "Number of the holder"),
    ("DAR", "Class of licence"),
    ("DAS", "Restrictions"),
    ("DAT", "Endorsements"),
    ("DAU", "Height"),
    ("DAV", "Height in cm"),
    ("DAW", "Weight in lb"),
    ("DAX", "Weight in kg"),
    ("DAY", "Eye colour"),
    ("DAZ", "Hair colour"),
    ("DBA", "Date of expiry"),
    ("DBB", "Date of birth"),
    ("DBC", "Sex"),
    ("DBD", "Date of issue"),
    ("DBG", "Also known as, first name"),
    ("DBH", "Organ donor"),
    ("DBJ", "Customer number"),
    ("DBK", "Social security number"),
    ("DBL", "Also known as, date of birth"),
    ("DBM", "Also known as, social security number"),
    ("DBN", "Also known as, name"),
    ("DBO", "Also known as, family name"),
    ("DBP", "Also known as, first name"),
    ("DBQ", "Also known as, middle name"),
    ("DBR", "Also known as, suffix"),
    ("DBS", "Also known as, prefix"),
    ("DCA", "Vehicle class"),
    ("DCB", "Restriction codes"),
    ("DCD", "Endorsement codes"),
    ("DCE", "Weight range"),
    ("DCF", "Document discriminator"),
    ("DCG", "Country of issue"),
    ("DCH", "Federal vehicle codes"),
    ("DCI", "Place of birth"),
    ("DCJ", "Audit information"),
    ("DCK", "Inventory number"),
    ("DCL", "Race or ethnicity"),
    ("DCM", "Standard vehicle class"),
    ("DCN", "Standard endorsement"),
    ("DCO", "Standard restriction"),
    ("DCP", "Vehicle class, in words"),
    ("DCQ", "Endorsement, in words"),
    ("DCR", "Restriction, in words"),
    ("DCS", "Family name"),
    ("DCT", "Given names"),
    ("DCU", "Name suffix"),
    ("DDA", "Compliance type"),
    ("DDB", "Date of the card's revision"),
    ("DDC", "Expiry of the endorsement for hazardous goods"),
    ("DDD", "Limited duration"),
    ("DDE", "Family name is shortened"),
    ("DDF", "First name is shortened"),
    ("DDG", "Middle name is shortened"),
    ("DDH", "Under 18 until"),
    ("DDI", "Under 19 until"),
    ("DDJ", "Under 21 until"),
    ("DDK", "Organ donor"),
    ("DDL", "Veteran"),
];

/// The name of an element in English; `None` if the standard has none with that code.
pub fn element_name(code: &str) -> Option<&'static str> {
    let at = NAMES.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    NAMES.get(at).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_in_order() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(element_name("DAQ"), Some("Number of the holder"));
        assert_eq!(element_name("ZVA"), None);
        assert!(MANDATORY.iter().all(|code| element_name(code).is_some()));
    }
}
