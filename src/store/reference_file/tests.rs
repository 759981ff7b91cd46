use super::*;
use crate::store::write_reference;
use proptest::prelude::*;

const SOUND: &str = r#"format = "document-reference/1"
id = "UTO-P-2019"
kind = "td3-passport"
series = "2019 series"
document_code = "P<"
substrate = "paper"
number_format = "A99999999"
specimen = true

[issuer]
code = "UTO"
name = "Utopia"

[issued]
from = 2019-03-01
to = 2024-12-31

[provenance]
source = "Drawn"

[[page]]
id = "data-page"
title = "Data page"
side = "front"
size = [125.0, 88]

[page.captures]
visible = "data-page.visible.png"
uv-365 = "data-page.uv-365.png"

[[page.zone]]
id = "emblem"
title = "State emblem"
area = [7.0, 6.0, 14.0, 14.0]
content = "fixed"
role = "emblem"
lights = ["visible"]

[[feature]]
id = "arms"
kind = "uv-design"
title = "Luminous arms"
zone = "emblem"
level = 2
lights = ["uv-365"]
how = "Under the lamp."
genuine = "Green arms."

[[known_forgery]]
kind = "forged-photo"
note = "Film over the portrait."
"#;

fn mistakes(text: &str) -> Vec<String> {
    let found = parse_reference(Path::new("r.toml"), text).expect_err("a mistake");
    found.0.iter().map(ToString::to_string).collect()
}

/// What is reported when `from` is replaced by `to` in a sound file.
fn after(from: &str, to: &str) -> Vec<String> {
    assert!(SOUND.contains(from), "{from}");
    mistakes(&SOUND.replacen(from, to, 1))
}

#[test]
fn a_sound_file_is_read_whole() {
    let reference = parse_reference(Path::new("r.toml"), SOUND).unwrap();
    assert_eq!(reference.title(), "Utopia · Passport (TD3) · 2019 series");
    assert_eq!(reference.issued.to.unwrap().to_string(), "2024-12-31");
    let page = &reference.pages[0];
    assert_eq!((page.size.width, page.size.height), (125.0, 88.0));
    assert_eq!(page.captures[&Light::Uv365].file, "data-page.uv-365.png");
    assert_eq!(page.zones[0].area, RectMm::new(7.0, 6.0, 14.0, 14.0));
    assert_eq!(reference.features[0].zone.as_ref().unwrap().as_str(), "emblem");
    assert_eq!(reference.known_forgeries.len(), 1);
}

#[test]
fn what_is_written_is_read_again() {
    let reference = parse_reference(Path::new("r.toml"), SOUND).unwrap();
    let text = write_reference(&reference);
    assert_eq!(parse_reference(Path::new("r.toml"), &text).unwrap(), reference, "{text}");
}

#[test]
fn each_mistake_names_its_line_and_what_was_expected() {
    for (from, to, expected) in [
        (
            "document-reference/1",
            "document-reference/2",
            "r.toml:1: `format`: expected \"document-reference/1\", found `document-reference/2`",
        ),
        ("series = \"2019 series\"\n", "", "r.toml:1: `series` is missing in the file"),
        ("series =", "serie =", "r.toml:4: unknown key `serie` in the file; did you mean `series`?"),
        ("specimen = true", "specimen = \"yes\"", "r.toml:8: `specimen`: expected true or false, found `yes`"),
        ("\"paper\"", "\"papper\"", "r.toml:6: `substrate`: expected one of paper, "),
        ("code = \"UTO\"", "code = \"Uto\"", "r.toml:11: `code`: expected an issuer code of one to three capital letters, found `Uto`"),
        ("2024-12-31", "2018-12-31", "r.toml:16: `to`: expected a day on or after `from` (2019-03-01), found 2018-12-31"),
        ("2024-12-31", "2024-12-31T10:00:00", "r.toml:16: `to`: expected a date such as 2026-03-01"),
        ("[125.0, 88]", "[125.0, 0]", "r.toml:25: `size`: expected width and height in mm"),
        ("[125.0, 88]", "[125.0]", "r.toml:25: `size`: expected 2 numbers in brackets, found 1"),
        ("uv-365 = ", "uv-36 = ", "r.toml:29: expected one of visible, oblique,"),
        ("\"data-page.visible.png\"", "\"../secret.png\"", "r.toml:28: `visible`: expected the name of a file in the reference's folder"),
        ("\"data-page.visible.png\"", "\"/etc/passwd\"", "r.toml:28: `visible`: expected the name of a file in the reference's folder"),
        ("[7.0, 6.0, 14.0, 14.0]", "[120.0, 6.0, 14.0, 14.0]", "r.toml:34: `area`: [120, 6, 14, 14] is not within its page of 125 × 88 mm"),
        ("[7.0, 6.0, 14.0, 14.0]", "[7.0, 6.0, 14.0, nan]", "r.toml:34: `area`: expected a number, found nan"),
        ("zone = \"emblem\"", "zone = \"emblme\"", "r.toml:43: no page has a zone `emblme`"),
        ("level = 2", "level = 4", "r.toml:44: `level`: expected a level 1, 2 or 3, found 4"),
        ("\"forged-photo\"", "\"forged-foto\"", "r.toml:50: `kind`: expected one of "),
        ("[issuer]", "[issuer", "r.toml:10: not TOML"),
    ] {
        let found = after(from, to);
        assert!(found.iter().any(|line| line.starts_with(expected)), "{from} -> {to}\n{found:#?}");
    }
}

#[test]
fn an_unknown_word_comes_with_the_nearest() {
    assert!(after("\"paper\"", "\"papper\"")[0].ends_with("found `papper` (`paper`?)"));
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let text = SOUND.replace("\"paper\"", "\"stone\"").replace("level = 2", "level = \"two\"").replace("code = \"UTO\"\n", "");
    let found = mistakes(&text);
    assert_eq!(found.len(), 3, "{found:#?}");
    let lines: Vec<_> = found.iter().map(|line| line.split(':').nth(1).unwrap().parse::<u32>().unwrap()).collect();
    assert_eq!(lines, [6, 10, 43]);
}

#[test]
fn names_that_are_there_twice_are_reported_at_the_second() {
    let zone = "[[page.zone]]\nid = \"emblem\"\ntitle = \"x\"\narea = [1, 1, 2, 2]\ncontent = \"fixed\"\nrole = \"emblem\"\n\n[[feature]]";
    let found = after("[[feature]]", zone);
    assert_eq!(found, ["r.toml:40: the zone `emblem` is there twice in this reference; expected a name of its own"]);
}

#[test]
fn an_empty_file_misses_everything() {
    let found = mistakes("");
    assert!(found.len() > 8 && found.iter().all(|line| line.starts_with("r.toml:1: ")), "{found:#?}");
}

proptest! {
    #[test]
    fn no_part_of_a_sound_file_panics(end in 0..SOUND.len(), hole in 0..SOUND.len(), width in 0usize..40) {
        let prefix: String = SOUND.chars().take(end).collect();
        let _cut = parse_reference(Path::new("r.toml"), &prefix);
        let holed: String = SOUND.chars().enumerate().filter(|(at, _)| !(hole..hole + width).contains(at)).map(|(_, letter)| letter).collect();
        if let Err(found) = parse_reference(Path::new("r.toml"), &holed) {
            prop_assert!(!found.0.is_empty());
        }
    }
}
