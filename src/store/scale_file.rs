//! Reads a scale of conclusions and freezes it: its sum stays with every conclusion on it, its text with every report.

use std::path::Path;

use toml::de::DeValue;

use super::library_folder::read_text;
use super::mistake::{Log, MistakesIn, nearest};
use super::toml_table::{FromToml, Table, parse};
use crate::domain::Sha256;
use crate::domain::scale::{
    LevelClaim, LevelCode, PropositionNeed, QuestionType, RatioInterval, ScaleFile, ScaleFormat, ScaleId, ScaleLevel, ScaleMeta,
    ScalePlace, ScaleUsed,
};

/// A scale as it was read, with the bytes it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenScale {
    /// What it says.
    pub scale: ScaleFile,
    /// Its text as it was read.
    pub text: String,
    /// The sum of its text.
    pub sha256: Sha256,
}

impl FrozenScale {
    /// The version that a conclusion records.
    pub fn used(&self) -> ScaleUsed {
        ScaleUsed { id: self.scale.meta.id.clone(), version: self.scale.meta.version.clone(), sha256: self.sha256 }
    }
}

/// Reads the scale in `file`.
///
/// # Errors
///
/// [`MistakesIn`] with everything that is wrong, each at its line.
pub fn read_scale(file: &Path) -> Result<FrozenScale, MistakesIn> {
    let text = read_text(file).map_err(|mistake| MistakesIn(vec![mistake]))?;
    parse_scale(file, text)
}

/// Reads the text of a scale; `file` is named in mistakes and not opened.
///
/// # Errors
///
/// [`MistakesIn`] as for [`read_scale`].
pub fn parse_scale(file: &Path, text: String) -> Result<FrozenScale, MistakesIn> {
    let scale = {
        let log = Log::new(file, &text);
        let root = parse(&log, &text);
        let scale = root.as_ref().and_then(|root| scale(Table::root(&log, root)));
        // What the parts are worth together can be judged only when each is sound.
        if let (Some(root), Some(scale)) = (&root, &scale)
            && log.is_clean()
        {
            let root = Table::root(&log, root);
            for problem in scale.validate() {
                let table = match problem.place {
                    ScalePlace::Head => root.table("scale"),
                    ScalePlace::Level(number) => root.tables("level").into_iter().nth(number),
                };
                table.as_ref().unwrap_or(&root).mistake(problem.key, format!("`{}`: {}", problem.key, problem.message));
            }
        }
        match scale {
            Some(scale) if log.is_clean() => scale,
            _ => return Err(MistakesIn(log.into_mistakes())),
        }
    };
    let sha256 = Sha256::of(text.as_bytes());
    Ok(FrozenScale { scale, text, sha256 })
}

fn scale(root: Table<'_>) -> Option<ScaleFile> {
    let format: Option<Word<ScaleFormat>> = root.required("format");
    let meta = root.required_table("scale").and_then(meta);
    let levels = root.tables("level").into_iter().filter_map(level).collect();
    root.finish();
    Some(ScaleFile { format: format?.0, meta: meta?, levels })
}

fn meta(table: Table<'_>) -> Option<ScaleMeta> {
    let (id, version, status) = (table.required::<Name<ScaleId>>("id"), table.required("version"), table.required("status"));
    let (title, language, citation) = (table.required("title"), table.required("language"), table.required("citation"));
    let question_types: Vec<Word<QuestionType>> = table.required_list("question_types");
    let propositions: Option<Word<PropositionNeed>> = table.required("propositions");
    let note: Option<String> = table.optional("note");
    table.finish();
    Some(ScaleMeta {
        id: id?.0,
        version: version?,
        status: status?,
        title: title?,
        language: language?,
        citation: citation?,
        question_types: question_types.into_iter().map(|word| word.0).collect(),
        propositions: propositions?.0,
        note: note.unwrap_or_default(),
    })
}

fn level(table: Table<'_>) -> Option<ScaleLevel> {
    let (code, claim) = (table.required::<Name<LevelCode>>("code"), table.required::<Word<LevelClaim>>("claim"));
    let (wording, definition, minimum_basis) = (table.required("wording"), table.required("definition"), table.required("minimum_basis"));
    let likelihood_ratio = table.table("likelihood_ratio").map(|table| {
        let span = RatioInterval { from: table.optional("from"), to: table.optional("to") };
        table.finish();
        span
    });
    table.finish();
    Some(ScaleLevel {
        code: code?.0,
        claim: claim?.0,
        wording: wording?,
        definition: definition?,
        likelihood_ratio,
        minimum_basis: minimum_basis?,
    })
}

/// A word of a closed list of the format.
struct Word<T>(T);

/// A name of the format.
struct Name<T>(T);

macro_rules! words {
    ($($name:ident),+) => {$(
        impl FromToml for Word<$name> {
            fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
                let known = || $name::ALL.iter().map(|word| word.code());
                let given = value.as_str().ok_or_else(|| format!("expected a text in quotes, found a {}", value.type_str()))?;
                let word = $name::ALL.iter().find(|word| word.code() == given);
                word.copied().map(Self).ok_or_else(|| {
                    let hint = nearest(given, known()).map_or_else(String::new, |near| format!(" (`{near}`?)"));
                    let given: String = given.chars().take(80).collect();
                    format!("expected one of {}, found `{given}`{hint}", known().collect::<Vec<_>>().join(", "))
                })
            }
        }
    )+};
}

words!(ScaleFormat, QuestionType, PropositionNeed, LevelClaim);

macro_rules! names {
    ($($name:ident),+) => {$(
        impl FromToml for Name<$name> {
            fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
                $name::new(String::from_toml(value)?).map(Self)
            }
        }
    )+};
}

names!(ScaleId, LevelCode);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHIPPED: [&str; 4] = [
        include_str!("../../assets/scales/operational.toml"),
        include_str!("../../assets/scales/referral.toml"),
        include_str!("../../assets/scales/likelihood-ratio.toml"),
        include_str!("../../assets/scales/nine-level.toml"),
    ];

    fn mistakes(text: String) -> Vec<String> {
        parse_scale(Path::new("s.toml"), text).expect_err("a mistake").0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_shipped_scales_are_read_as_serde_reads_them() {
        for text in SHIPPED {
            let frozen = parse_scale(Path::new("s.toml"), text.to_owned()).unwrap_or_else(|found| panic!("{found}"));
            assert_eq!(frozen.scale, toml::from_str(text).unwrap());
            assert_eq!(frozen.used().sha256, Sha256::of(text.as_bytes()));
        }
    }

    #[test]
    fn mistakes_of_all_kinds_are_reported_at_their_lines() {
        let spoilt = SHIPPED[2]
            .replace("propositions = \"required\"", "propositions = \"requierd\"")
            .replace("code = \"no-support\"", "code = \"No support\"")
            .replace("citation =", "cittaion =");
        let found = mistakes(spoilt);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found.iter().any(|found| found.contains("`citation` is missing in [scale]")), "{found:#?}");
        assert!(found.iter().any(|found| found.contains("did you mean `citation`?")), "{found:#?}");
        assert!(found.iter().any(|found| found.contains("(`required`?)")), "{found:#?}");
        assert!(found.iter().any(|found| found.contains("not usable as a code of a level")), "{found:#?}");
        let line = SHIPPED[0].lines().position(|line| line == "wording = \"Inconclusive\"").unwrap() + 1;
        let found = mistakes(SHIPPED[0].replace("wording = \"Inconclusive\"", "wording = \"Genuine, most of it\""));
        assert_eq!(found, [format!("s.toml:{line}: `wording`: `genuine` states authenticity, and the claim `open` does not")]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            prop_assert!(parse_scale(Path::new("s.toml"), text).is_err());
        }

        #[test]
        fn no_cut_or_changed_file_panics(which in 0..4usize, at in any::<prop::sample::Index>(), with in "\\PC{0,3}") {
            let text: Vec<char> = SHIPPED[which].chars().collect();
            let at = at.index(text.len());
            let changed: String = text[..at].iter().copied().chain(with.chars()).chain(text[at + 1..].iter().copied()).collect();
            for text in [changed, text[..at].iter().collect()] {
                if let Ok(frozen) = parse_scale(Path::new("s.toml"), text) {
                    prop_assert_eq!(frozen.scale.validate(), []);
                }
            }
        }
    }
}
