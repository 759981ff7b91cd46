//! Reads a checklist and freezes it: its text and its sum stay with every examination that uses it.

use std::path::Path;

use super::checklist_text::write_checklist;
use super::library_folder::read_text;
use super::mistake::{Log, Mistake, MistakesIn};
use super::toml_table::{MaybeDate, Table, parse};
use crate::domain::checklist::{
    AppliesRule, Checklist, ChecklistMeta, ChecklistPlace, Equipment, Indicator, Item, MeasurementRule, Section, inherit,
};
use crate::domain::{ChecklistVersion, Sha256};

/// A checklist as it was read, with the bytes it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenChecklist {
    /// What it says.
    pub checklist: Checklist,
    /// Its text as it was read.
    pub text: String,
    /// The sum of its text.
    pub sha256: Sha256,
}

impl FrozenChecklist {
    /// The version that an examination records.
    pub fn version(&self) -> ChecklistVersion {
        let meta = &self.checklist.meta;
        ChecklistVersion { id: meta.id.clone(), version: meta.version.clone(), sha256: self.sha256 }
    }
}

/// Reads the checklist in `file`.
///
/// # Errors
///
/// [`MistakesIn`] with everything that is wrong, each at its line.
pub fn read_checklist(file: &Path) -> Result<FrozenChecklist, MistakesIn> {
    let text = read_text(file).map_err(|mistake| MistakesIn(vec![mistake]))?;
    parse_checklist(file, text)
}

/// Reads the text of a checklist; `file` is named in mistakes and not opened.
///
/// # Errors
///
/// [`MistakesIn`] as for [`read_checklist`].
pub fn parse_checklist(file: &Path, text: String) -> Result<FrozenChecklist, MistakesIn> {
    let checklist = parse_parts(file, &text, |root, checklist| {
        for problem in checklist.validate() {
            place(root, problem.place, problem.key, problem.message);
        }
    })?;
    let sha256 = Sha256::of(text.as_bytes());
    Ok(FrozenChecklist { checklist, text, sha256 })
}

/// Reads the additions of a nation and returns the whole list that they make with `core`.
///
/// It is a checklist of its own, with its own text and sum, that an examination can pin without the other two. `file` is named in
/// mistakes and not opened.
///
/// # Errors
///
/// [`MistakesIn`] with everything that is wrong with the additions, or that keeps them from extending the core.
pub fn parse_national_checklist(file: &Path, text: &str, core: &FrozenChecklist) -> Result<FrozenChecklist, MistakesIn> {
    let national = parse_parts(file, text, |_, _| {})?;
    let whole = inherit(&core.checklist, &core.version(), &national)
        .map_err(|problems| MistakesIn(problems.iter().map(|problem| Mistake::whole(file, problem.to_string())).collect()))?;
    parse_checklist(file, write_checklist(&whole))
}

/// Reads the parts of a checklist and has `judge` look at them, which can be done only when each part is sound.
fn parse_parts(file: &Path, text: &str, judge: impl FnOnce(&Table<'_>, &Checklist)) -> Result<Checklist, MistakesIn> {
    let log = Log::new(file, text);
    let root = parse(&log, text);
    let checklist = root.as_ref().and_then(|root| checklist(Table::root(&log, root)));
    if let (Some(root), Some(checklist)) = (&root, &checklist)
        && log.is_clean()
    {
        judge(&Table::root(&log, root), checklist);
    }
    match checklist {
        Some(checklist) if log.is_clean() => Ok(checklist),
        _ => Err(MistakesIn(log.into_mistakes())),
    }
}

fn place(root: &Table<'_>, place: ChecklistPlace, key: &str, message: String) {
    let nth = |name, number| root.tables(name).into_iter().nth(number);
    let table = match place {
        ChecklistPlace::Head => root.table("checklist"),
        ChecklistPlace::Equipment(number) => nth("equipment", number),
        ChecklistPlace::Section(number) => nth("section", number),
        ChecklistPlace::Item(number) => nth("item", number),
    };
    table.as_ref().unwrap_or(root).mistake(key, format!("`{key}`: {message}"));
}

fn checklist(root: Table<'_>) -> Option<Checklist> {
    let format = root.required("format");
    let meta = root.required_table("checklist").and_then(meta);
    let equipment = root.tables("equipment").into_iter().filter_map(|table| {
        let read = (table.required("method"), table.required("needs"), table.required("mandatory"));
        table.finish();
        Some(Equipment { method: read.0?, needs: read.1?, mandatory: read.2? })
    });
    let equipment = equipment.collect();
    let sections = root.tables("section").into_iter().filter_map(|table| {
        let read = (table.required("id"), table.required("order"), table.required("title"), table.required("purpose"));
        table.finish();
        Some(Section { id: read.0?, order: read.1?, title: read.2?, purpose: read.3? })
    });
    let sections = sections.collect();
    let items = root.tables("item").into_iter().filter_map(item).collect();
    root.finish();
    Some(Checklist { format: format?, meta: meta?, equipment, sections, items })
}

fn meta(table: Table<'_>) -> Option<ChecklistMeta> {
    let id = table.required("id");
    let (version, status, title, language) =
        (table.required("version"), table.required("status"), table.required("title"), table.required("language"));
    let (document_kinds, levels, mode) =
        (table.required_list("document_kinds"), table.required_list("levels"), table.required("examination_mode"));
    let (time_limit_s, agreed_by) = (table.optional("time_limit_s"), table.list("agreed_by"));
    let date = |key| table.optional::<MaybeDate>(key).and_then(|date| date.0);
    let (agreed_on, review_due) = (date("agreed_on"), date("review_due"));
    let supersedes: Option<String> = table.optional("supersedes");
    let extends = table.table("extends").and_then(extends);
    let (answers, report_scale) = (table.required_list("answers"), table.required("report_scale"));
    let conclusion_ceiling = table.list("conclusion_ceiling");
    let (nonconforming, inconclusive) = (table.optional("refer_if_critical_nonconforming"), table.optional("refer_if_inconclusive"));
    let (sources, summary): (_, Option<String>) = (table.list("sources"), table.optional("summary"));
    table.finish();
    Some(ChecklistMeta {
        id: id?,
        version: version?,
        status: status?,
        title: title?,
        language: language?,
        document_kinds,
        levels,
        examination_mode: mode?,
        time_limit_s,
        agreed_by,
        agreed_on,
        review_due,
        supersedes: supersedes.unwrap_or_default(),
        extends,
        answers,
        report_scale: report_scale?,
        conclusion_ceiling,
        refer_if_critical_nonconforming: nonconforming,
        refer_if_inconclusive: inconclusive,
        sources,
        summary: summary.unwrap_or_default(),
    })
}

fn extends(table: Table<'_>) -> Option<ChecklistVersion> {
    let (id, version, sum) = (table.required("id"), table.required("version"), table.required::<String>("sha256"));
    let sha256 = sum.and_then(|sum| sum.parse().map_err(|message: String| table.mistake("sha256", format!("`sha256`: {message}"))).ok());
    table.finish();
    Some(ChecklistVersion { id: id?, version: version?, sha256: sha256? })
}

fn item(table: Table<'_>) -> Option<Item> {
    let (id, section, title, level) = (table.required("id"), table.required("section"), table.required("title"), table.required("level"));
    let methods = table.required_list("methods");
    let (question, genuine, answer) = (table.required("question"), table.required("genuine"), table.required("answer"));
    let choices = table.list("choices");
    let (critical, reference, evidence_rule) = (table.required("critical"), table.required("reference"), table.required("evidence_rule"));
    let (evidence, oma, assist) = (table.list("evidence"), table.list("oma"), table.optional("assist"));
    let (seconds, after, note) = (table.optional("seconds"), table.list("after"), table.optional("note"));
    let applies = table.table("applies").map(|table| {
        let rule = AppliesRule {
            kinds: table.list("kinds"),
            substrates: table.list("substrates"),
            features_any: table.list("features_any"),
            channels_any: table.list("channels_any"),
            conditions_any: table.list("conditions_any"),
        };
        table.finish();
        rule
    });
    let measurement = table.table("measurement").and_then(|table| {
        let (quantity, unit, basis) = (table.required("quantity"), table.required("unit"), table.required("basis"));
        let [nominal, minus, plus, min, max] = ["nominal", "minus", "plus", "min", "max"].map(|key| table.optional(key));
        table.finish();
        Some(MeasurementRule { quantity: quantity?, unit: unit?, nominal, minus, plus, min, max, basis: basis? })
    });
    let indicators = table.tables("indicators").into_iter().filter_map(|table| {
        let (text, suggests, strength) = (table.required("text"), table.required_list("suggests"), table.required("strength"));
        table.finish();
        Some(Indicator { text: text?, suggests, strength: strength? })
    });
    let indicators = indicators.collect();
    table.finish();
    Some(Item {
        id: id?,
        section: section?,
        title: title?,
        level: level?,
        methods,
        question: question?,
        genuine: genuine?,
        answer: answer?,
        choices,
        critical: critical?,
        reference: reference?,
        evidence,
        evidence_rule: evidence_rule?,
        oma,
        assist,
        seconds,
        after,
        note,
        applies,
        measurement,
        indicators,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped(name: &str) -> String {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/checklists").join(name)).unwrap()
    }

    fn mistakes(text: String) -> Vec<String> {
        parse_checklist(Path::new("c.toml"), text).expect_err("a mistake").0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_shipped_checklists_are_read_as_serde_reads_them() {
        for name in ["border-first-line", "id-card-td1-lab", "image-only-remote", "passport-td3-lab", "visa-mrva-lab"] {
            let text = shipped(&format!("{name}.toml"));
            let frozen = parse_checklist(Path::new(name), text.clone()).unwrap_or_else(|found| panic!("{found}"));
            assert_eq!(frozen.checklist, toml::from_str(&text).unwrap(), "{name}");
            assert_eq!((frozen.sha256, frozen.version().id.as_str()), (Sha256::of(text.as_bytes()), name));
        }
    }

    #[test]
    fn mistakes_of_all_kinds_are_reported_at_their_lines() {
        let text = shipped("image-only-remote.toml");
        let line_of = |part: &str| text.lines().position(|line| line == part).unwrap() + 1;
        let spoilt = text
            .replace("answer = \"series\"", "answer = \"serial\"")
            .replace("report_scale =", "report_scal =")
            .replace("measurement = { quantity = \"sampling\"", "measurement = { quantity = 3");
        let found = mistakes(spoilt);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found[0].ends_with("`report_scale` is missing in [checklist]"), "{}", found[0]);
        assert!(found[1].ends_with("unknown key `report_scal` in [checklist]; did you mean `report_scale`?"), "{}", found[1]);
        assert!(found[2].contains("`quantity`: expected one of width, "), "{}", found[2]);
        let line = line_of("answer = \"series\"");
        assert!(found[3].starts_with(&format!("c.toml:{line}: `answer`: expected one of verdict, ")), "{}", found[3]);
    }

    #[test]
    fn what_the_types_allow_and_the_rules_do_not_is_reported_at_its_line() {
        let text = shipped("image-only-remote.toml");
        let line = text.lines().position(|line| line == "id = \"IMG-DAT-020\"").unwrap() + 1;
        let found = mistakes(text.replace("id = \"IMG-DAT-020\"", "id = \"IMG-DAT-010\""));
        assert_eq!(found, [format!("c.toml:{line}: `id`: the item `IMG-DAT-010` is there twice; expected a name of its own")]);
        let found = mistakes(text.replace("section = \"limits\"", "section = \"limit\""));
        assert_eq!(found.len(), 3, "{found:#?}");
    }
}
