//! Measures the search over many made-up cases: `GUILLOCHE_CASES=100000 cargo test --release measure_search -- --ignored --nocapture`.

use std::collections::BTreeSet;
use std::time::Instant;

use serde_json::json;
use uuid::Uuid;

use super::tests::{at, capture, checklist, entry, examination};
use super::*;
use crate::domain::{Case, CaseId, CaseStatus, ConclusionLevel, DocumentKind, Exhibit, ExhibitId, Person, Timestamp, Unwatched};
use crate::store::{Change, Store};

const FIRST: [&str; 24] = [
    "Anna", "Maria", "Juan", "Siti", "Nguyễn", "José", "Somchai", "Aïcha", "Olga", "Łukasz", "Björn", "Fatima", "Wei", "Budi", "Chloé",
    "Iván", "Noor", "Priya", "Tomáš", "Zoë", "Ali", "Mei", "Omar", "Ines",
];
const LAST: [&str; 24] = [
    "Eriksson",
    "Müller",
    "Tanaka",
    "Wibowo",
    "Trần",
    "Fernández",
    "Suwan",
    "Diallo",
    "Ivanova",
    "Kowalski",
    "Lindqvist",
    "Haddad",
    "Zhang",
    "Santoso",
    "Dubois",
    "Horvat",
    "Rahman",
    "Sharma",
    "Novák",
    "Smith",
    "Yılmaz",
    "Chen",
    "Farouk",
    "Costa",
];
const WORDS: [&str; 40] = [
    "laminate",
    "lifted",
    "portrait",
    "thread",
    "missing",
    "fluorescence",
    "dull",
    "offset",
    "print",
    "rosette",
    "raster",
    "inkjet",
    "toner",
    "edge",
    "scratched",
    "corner",
    "page",
    "stitching",
    "perforation",
    "number",
    "font",
    "spacing",
    "watermark",
    "absent",
    "weak",
    "ultraviolet",
    "infrared",
    "transmitted",
    "oblique",
    "embossing",
    "hologram",
    "kinegram",
    "colour",
    "shift",
    "intaglio",
    "flat",
    "relief",
    "stamp",
    "visa",
    "sticker",
];
const PLACES: [&str; 12] = [
    "Bangkok",
    "Jakarta",
    "Hà Nội",
    "Genève",
    "Łódź",
    "Suvarnabhumi",
    "Kuala Lumpur",
    "กรุงเทพมหานคร",
    "ด่านตรวจคนเข้าเมือง",
    "北京口岸",
    "El Paso",
    "Marseille",
];

/// Numbers without a clock or a system: the same cases every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.roll(of.len())]
    }

    fn sentence(&mut self, words: usize) -> String {
        (0..words).map(|_| self.pick(&WORDS)).collect::<Vec<_>>().join(" ")
    }
}

fn made_up(store: &Store, number: u128, dice: &mut Dice) -> (Case, crate::domain::Examination) {
    let sum = store.keep(b"abc").unwrap();
    let day = at("2024-01-01T00:00:00Z").0.as_second() + (number as i64) * 600;
    let (first, last) = (dice.pick(&FIRST), dice.pick(&LAST));
    let title = format!("Suspect passport of {first} {last}, {}", dice.pick(&PLACES));
    let id = CaseId(Uuid::from_u128(number << 64));
    let mut case = Case::received(
        id,
        format!("{}-{:06}", 2024 + number / 50_000, number % 50_000),
        title,
        Timestamp(jiff::Timestamp::from_second(day).unwrap()),
    );
    case.status = CaseStatus::ALL[dice.roll(CaseStatus::ALL.len())];
    case.customer = Some(format!("Border police {}", dice.pick(&PLACES)));
    case.question = Some("Is the document genuine, and has the portrait been replaced?".to_owned());
    case.due_on = (dice.roll(3) > 0).then(|| case.received_at.date());
    case.assigned_to = Some(Person { account: None, name: format!("Examiner {}", dice.roll(40)) });
    for exhibit in 0..2 {
        let of = |part: u128| Uuid::from_u128(number << 64 | part);
        let mut made =
            Exhibit::new(ExhibitId(of(exhibit + 1)), (exhibit + 1).to_string(), format!("Passport of {last}, {}", dice.sentence(4)));
        made.kind = Some(DocumentKind::ALL[dice.roll(DocumentKind::ALL.len())]);
        made.condition = Some(dice.sentence(5));
        for place in 0..4 {
            made.captures.push(capture(
                (number << 64) | (exhibit * 10 + place + 100),
                sum,
                &format!("IMG_{:05}_uv.tif", dice.roll(100_000)),
            ));
        }
        case.exhibits.push(made);
    }
    let document = format!("{}{:07}", ["AA", "L8", "X", "UT"][dice.roll(4)], dice.roll(10_000_000));
    let method = json!({ "name": "m", "version": 1 });
    let field = |zone: &str, field: &str, text: &str| json!({ "zone": zone, "field": field, "capture": Uuid::from_u128(1), "text": text, "confidence": 0.9, "doubtful": false, "method": method });
    let person = json!({ "person": format!("Examiner {}", dice.roll(40)) });
    let answer = |remark: String| {
        json!({ "value": { "verdict": "conforms" }, "not_examined": null, "remark": remark, "by": person,
            "observed_at": "2026-03-01T09:30:00Z", "entered_at": "2026-03-01T09:30:00Z" })
    };
    let level = ConclusionLevel::ALL[dice.roll(10)];
    let zone = format!(
        "P<UTO{}<<{}<<<<<<<<<<<<<<<<<\n{document}6UTO{:06}2F1204159<<<<<<<<<<<<<<04",
        last.to_uppercase(),
        first.to_uppercase(),
        dice.roll(1_000_000)
    );
    let more = json!({
        "mrz_text": zone,
        "analysis": { "candidates": [], "known": false, "placements": [], "comparisons": [], "visual_fields": [
            field("surname", "surname", last), field("names", "given-names", first), field("number", "number", &document),
            field("authority", "authority", "Ministry of the Interior")] },
        "observations": { "B-01": answer(dice.sentence(8)), "B-02": answer(dice.sentence(8)), "B-03": answer(dice.sentence(12)) },
        "conclusion": { "scale": "operational", "level": level, "codes": [], "reasons": dice.sentence(25),
            "departs_because": null, "by": person, "at": "2026-03-01T09:30:00Z" }
    });
    let examination = examination((number << 64) | 5, &case, more);
    (case, examination)
}

fn queries() -> Vec<(String, CaseQuery)> {
    let mut queries = Vec::new();
    let mut add = |name: &str, change: &dyn Fn(&mut CaseQuery)| {
        let mut query = CaseQuery::default();
        change(&mut query);
        queries.push((name.to_owned(), query));
    };
    for text in [
        "2025-000123",
        "000123",
        "0123",
        "AA12345",
        "12345",
        "45",
        "7",
        "UTO",
        "Eriksson",
        "erik",
        "Müller Anna",
        "mueller",
        "passport",
        "suspect passport portrait",
        "genuine",
        "a",
        "pa",
        "p m g i",
        "laminate lifted",
        "\"laminate lifted\"",
        "\"suspect passport\"",
        "\"the document genuine\"",
        "กรุงเทพ",
        "ตรวจ",
        "北京",
        "口",
        "2025",
        "2024-0",
        "IMG",
        "img 00777",
        "tif",
        "nowhere",
        "hologram kinegram intaglio toner",
        "Łódź Kowalski",
        "ministry interior",
        "uv.tif",
        "police bangkok examiner",
    ] {
        add(text, &|query| query.text = text.to_owned());
    }
    add("all", &|_| ());
    for order in CaseOrder::ALL {
        add(&format!("all by {order}"), &|query| query.order = *order);
        add(&format!("all by {order}, last page"), &|query| {
            query.order = *order;
            query.offset = 99_900;
        });
        add(&format!("passport by {order}, page 1000"), &|query| {
            query.text = "passport".to_owned();
            query.order = *order;
            query.offset = 50_000;
        });
        add(&format!("kowalski by {order}"), &|query| {
            query.text = "kowalski".to_owned();
            query.order = *order;
        });
    }
    let dense = |query: &mut CaseQuery| {
        query.statuses = CaseStatus::ALL.iter().copied().filter(|status| *status != CaseStatus::Issued).collect();
    };
    add("most statuses", &dense);
    add("one status", &|query| query.statuses = BTreeSet::from([CaseStatus::InReview]));
    add("examiner", &|query| query.examiner = Some("Examiner 7".to_owned()));
    add("assignee and status", &|query| {
        query.assignee = Some("Examiner 7".to_owned());
        query.statuses = BTreeSet::from([CaseStatus::Received]);
    });
    add("due before", &|query| query.due_before = Some("2025-01-01".parse().unwrap()));
    add("received in a month", &|query| {
        query.received_from = Some(at("2024-03-01T00:00:00Z"));
        query.received_to = Some(at("2024-04-01T00:00:00Z"));
    });
    add("kind and level", &|query| {
        query.kinds = BTreeSet::from([DocumentKind::Td3Passport]);
        query.levels = BTreeSet::from([ConclusionLevel::Forged]);
    });
    add("passport, most statuses, kinds and dates", &|query| {
        dense(query);
        query.text = "passport".to_owned();
        query.kinds = BTreeSet::from([DocumentKind::Td3Passport, DocumentKind::Td1IdCard, DocumentKind::MrvA]);
        query.received_from = Some(at("2024-02-01T00:00:00Z"));
        query.order = CaseOrder::Received;
    });
    queries
}

#[test]
#[ignore = "a measurement that takes minutes"]
fn measure_search() {
    let count: u128 = std::env::var("GUILLOCHE_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    store.commit(Change::event().checklist(checklist()), entry("import")).unwrap();
    let mut dice = Dice(7);
    let begin = Instant::now();
    let mut number = 0;
    while number < count {
        let mut change = Change::event();
        for _ in 0..2_000.min(count - number) {
            number += 1;
            let (case, examination) = made_up(&store, number, &mut dice);
            change = change.case(case, 0).examination(examination, 0);
        }
        store.commit(change, entry("fill")).unwrap();
    }
    println!("{count} cases in {:.1?}", begin.elapsed());
    drop(store);
    let length = std::fs::metadata(dir.path().join("guilloche.db")).unwrap().len();
    let begin = Instant::now();
    let mut store = Store::open(dir.path()).unwrap();
    println!("the database has {} MB and opens in {:.1?}", length >> 20, begin.elapsed());
    let size = "SELECT sum(length(block)) FROM search_index_data";
    let index: i64 = store.connection.query_row(size, [], |row| row.get(0)).unwrap();
    println!("{} MB of it are the index of words", index >> 20);
    let mut times = Vec::new();
    for (name, query) in queries() {
        let mut runs: Vec<f64> = Vec::new();
        let mut total = 0;
        for _ in 0..7 {
            let begin = Instant::now();
            total = store.search_cases(&query).unwrap().total;
            runs.push(begin.elapsed().as_secs_f64() * 1e3);
        }
        let first = runs[0];
        runs.sort_by(f64::total_cmp);
        println!("{:8.2} ms (first {first:8.2}, worst {:8.2}) {total:7} {name}", runs[3], runs[6]);
        times.push(runs[3]);
    }
    times.sort_by(f64::total_cmp);
    println!("median {:.2} ms, worst {:.2} ms of {} queries", times[times.len() / 2], times[times.len() - 1], times.len());
    let edit = CaseQuery { text: "2024-000123".to_owned(), ..CaseQuery::default() };
    let found = store.search_cases(&edit).unwrap().cases[0].case.id;
    let mut runs: Vec<f64> = Vec::new();
    for run in 0..20 {
        let held = store.case(found).unwrap().unwrap();
        let mut case = held.state;
        case.title = format!("Changed for the {run}th time");
        let begin = Instant::now();
        store.commit(Change::event().case(case, held.revision), entry("edit")).unwrap();
        runs.push(begin.elapsed().as_secs_f64() * 1e3);
    }
    runs.sort_by(f64::total_cmp);
    println!("a change of a title takes {:.2} ms, at worst {:.2} ms", runs[10], runs[19]);
    let begin = Instant::now();
    store.rebuild_search(&Unwatched).unwrap();
    println!("made again in {:.1?}", begin.elapsed());
    let begin = Instant::now();
    assert!(store.check_search(&Unwatched).unwrap().is_complete());
    println!("checked in {:.1?}", begin.elapsed());
}
