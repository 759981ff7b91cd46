//! Fields of an EU Digital COVID Certificate, as tables.

/// What the fields say.
pub(super) const TITLES: &[(&str, &str)] = &[
    ("ver", "Version of the schema"),
    ("dob", "Date of birth"),
    ("nam.fn", "Surname"),
    ("nam.fnt", "Surname, as in a machine-readable zone"),
    ("nam.gn", "Given names"),
    ("nam.gnt", "Given names, as in a machine-readable zone"),
    ("v.tg", "Disease"),
    ("v.vp", "Vaccine or prophylaxis"),
    ("v.mp", "Vaccine product"),
    ("v.ma", "Marketing authorisation holder"),
    ("v.dn", "Dose number"),
    ("v.sd", "Doses in the series"),
    ("v.dt", "Date of vaccination"),
    ("v.co", "Country of vaccination"),
    ("v.is", "Issuer of the certificate"),
    ("v.ci", "Certificate identifier"),
    ("t.tg", "Disease"),
    ("t.tt", "Type of test"),
    ("t.nm", "Name of the test"),
    ("t.ma", "Test device"),
    ("t.sc", "Sample taken"),
    ("t.dr", "Result produced"),
    ("t.tr", "Result"),
    ("t.tc", "Testing centre"),
    ("t.co", "Country of test"),
    ("t.is", "Issuer of the certificate"),
    ("t.ci", "Certificate identifier"),
    ("r.tg", "Disease"),
    ("r.fr", "First positive test"),
    ("r.co", "Country of test"),
    ("r.is", "Issuer of the certificate"),
    ("r.df", "Valid from"),
    ("r.du", "Valid until"),
    ("r.ci", "Certificate identifier"),
];

/// What a field must be.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Text,
    Code,
    Dose,
    Day,
    Moment,
    Country,
}

/// Fields of an entry: name, form, whether it is required.
pub(super) type Fields = &'static [(&'static str, Form, bool)];

/// Groups of entries and their fields.
pub(super) const GROUPS: [(&str, Fields); 3] = [
    (
        "v",
        &[
            ("tg", Form::Code, true),
            ("vp", Form::Code, true),
            ("mp", Form::Code, true),
            ("ma", Form::Code, true),
            ("dn", Form::Dose, true),
            ("sd", Form::Dose, true),
            ("dt", Form::Day, true),
            ("co", Form::Country, true),
            ("is", Form::Text, true),
            ("ci", Form::Text, true),
        ],
    ),
    (
        "t",
        &[
            ("tg", Form::Code, true),
            ("tt", Form::Code, true),
            ("nm", Form::Text, false),
            ("ma", Form::Code, false),
            ("sc", Form::Moment, true),
            ("tr", Form::Code, true),
            // Required up to version 1.2.1.
            ("tc", Form::Text, false),
            ("co", Form::Country, true),
            ("is", Form::Text, true),
            ("ci", Form::Text, true),
        ],
    ),
    (
        "r",
        &[
            ("tg", Form::Code, true),
            ("fr", Form::Day, true),
            ("co", Form::Country, true),
            ("is", Form::Text, true),
            ("df", Form::Day, true),
            ("du", Form::Day, true),
            ("ci", Form::Text, true),
        ],
    ),
];
