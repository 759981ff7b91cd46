//! Paths in a package: one spelling for one file on every system.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::text::is_hidden;

/// Why a path is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathProblem {
    /// There is nothing between two `/`, or nothing at all.
    #[error("a name in the path is empty")]
    Empty,
    /// It begins with `/`.
    #[error("the path is absolute")]
    Absolute,
    /// It begins with the letter of a drive.
    #[error("the path names a drive")]
    Drive,
    /// It has the part `.` or `..`.
    #[error("the path leads out of its folder")]
    Upwards,
    /// It has a backslash, which divides paths on some systems.
    #[error("the path has a backslash")]
    Backslash,
    /// It has a character that some system does not allow in names or that cannot be seen.
    #[error("the path has the character U+{0:04X}, which is not used in names")]
    Character(u32),
    /// A name in it begins or ends with a space, or ends with a full stop; some systems drop these.
    #[error("a name in the path begins or ends with a space, or ends with a full stop")]
    Ends,
    /// A name in it begins with a full stop, so that a person does not see the file.
    #[error("a name in the path begins with a full stop, which hides it")]
    Hidden,
    /// A name in it is that of a device on some systems, such as `CON`.
    #[error("a name in the path is that of a device")]
    Device,
    /// It is not in the composed form of Unicode (NFC), so that the same name could stand there in two ways.
    #[error("the path is not in the composed form of Unicode (NFC)")]
    NotComposed,
    /// It is longer than is accepted.
    #[error("the path has {length} bytes; at most {limit} are accepted")]
    TooLong {
        /// Its length.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// It has more folders than are accepted.
    #[error("the path has {depth} levels; at most {limit} are accepted")]
    TooDeep {
        /// Its levels.
        depth: usize,
        /// The limit.
        limit: usize,
    },
}

/// Checks a path of names divided by `/`.
///
/// # Errors
///
/// The first [`PathProblem`].
pub fn check_path(path: &str, max_bytes: usize, max_depth: usize) -> Result<(), PathProblem> {
    if path.len() > max_bytes {
        return Err(PathProblem::TooLong { length: path.len(), limit: max_bytes });
    }
    let depth = path.split('/').count();
    if depth > max_depth {
        return Err(PathProblem::TooDeep { depth, limit: max_depth });
    }
    if path.starts_with('/') {
        return Err(PathProblem::Absolute);
    }
    if path.contains('\\') {
        return Err(PathProblem::Backslash);
    }
    if let [letter, b':', ..] = path.as_bytes()
        && letter.is_ascii_alphabetic()
    {
        return Err(PathProblem::Drive);
    }
    // The percent sign is left out because programs disagree on what it means in a manifest.
    if let Some(letter) = path.chars().find(|letter| is_hidden(*letter) || matches!(letter, ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%'))
    {
        return Err(PathProblem::Character(u32::from(letter)));
    }
    path.split('/').try_for_each(check_name)?;
    if is_nfc(path) { Ok(()) } else { Err(PathProblem::NotComposed) }
}

fn check_name(name: &str) -> Result<(), PathProblem> {
    if name.is_empty() {
        Err(PathProblem::Empty)
    } else if matches!(name, "." | "..") {
        Err(PathProblem::Upwards)
    } else if name.starts_with('.') {
        Err(PathProblem::Hidden)
    } else if name.ends_with('.') || name.trim() != name {
        Err(PathProblem::Ends)
    } else if is_device(name) {
        Err(PathProblem::Device)
    } else {
        Ok(())
    }
}

/// Whether `name`, whatever follows after a full stop, is that of a device on Windows.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = |kind: &str| {
        let number = stem.strip_prefix(kind).map(|rest| rest.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$") || numbered("COM") || numbered("LPT")
}

/// What names have in common that some system takes for one: without case, forms of characters and joiners.
fn folded(name: &str) -> String {
    // Twice, because folding can make a sequence that has another composed form.
    let once = |text: &str| {
        text.nfkd()
            .filter(|letter| !matches!(letter, '\u{200c}' | '\u{200d}' | '\u{34f}' | '\u{fe00}'..='\u{fe0f}'))
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .nfkd()
            .collect::<String>()
    };
    once(&once(name))
}

/// The first two paths that fall together on some system: the same path twice, names that differ in case or in the form of a character
/// only, or a file that has the name of a folder.
pub fn collision<'a>(paths: impl IntoIterator<Item = &'a str>) -> Option<(&'a str, &'a str)> {
    // For every folded beginning of a path: how it is spelt, whether it is a file, and whose it is.
    let mut taken: BTreeMap<String, (&str, bool, &str)> = BTreeMap::new();
    for path in paths {
        let mut key = String::new();
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut from = 0;
        for end in ends {
            let is_file = end == path.len();
            key.push_str(&folded(path.get(from..end).unwrap_or_default()));
            from = end.saturating_add(1);
            let spelt = path.get(..end).unwrap_or_default();
            match taken.get(&key) {
                Some((other, false, _)) if !is_file && *other == spelt => {}
                Some((_, _, owner)) => return Some((owner, path)),
                None => drop(taken.insert(key.clone(), (spelt, is_file, path))),
            }
            key.push('/');
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(path: &str) -> Result<(), PathProblem> {
        check_path(path, 200, 8)
    }

    #[test]
    fn plain_paths_of_every_script_pass() {
        for good in
            ["a", "data/record.json", "data/images/หน้า ๑.png", "data/خلف.jpg", "data/Ångström.tif", "data/a-b_c (2).png", "data/com.txt"]
        {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn each_bad_path_has_its_reason() {
        use PathProblem as P;
        let bad = [
            ("", P::Empty),
            ("/etc/passwd", P::Absolute),
            ("//server/share", P::Absolute),
            ("../a", P::Upwards),
            ("data/../../a", P::Upwards),
            ("data/./a", P::Upwards),
            ("data/..", P::Upwards),
            ("data//a", P::Empty),
            ("data/", P::Empty),
            ("data\\a", P::Backslash),
            ("C:/a", P::Drive),
            ("c:a", P::Drive),
            ("data/a:b", P::Character(58)),
            ("data/a\0b", P::Character(0)),
            ("data/a\nb", P::Character(10)),
            ("data/a%2e", P::Character(37)),
            ("data/gpj.\u{202e}exe", P::Character(0x202E)),
            ("data/a\u{7f}", P::Character(0x7F)),
            ("data/a.", P::Ends),
            ("data/a ", P::Ends),
            ("data/ a", P::Ends),
            ("data /a", P::Ends),
            ("data/.a", P::Hidden),
            ("data/CON", P::Device),
            ("data/nul.txt", P::Device),
            ("data/Com1.tar.gz", P::Device),
            ("data/lpt³", P::Device),
            ("data/aux/a", P::Device),
            ("data/A\u{30a}", P::NotComposed),
        ];
        for (path, problem) in bad {
            assert_eq!(check(path), Err(problem), "{path:?}");
        }
        assert!(matches!(check(&"a".repeat(201)), Err(P::TooLong { .. })));
        assert!(matches!(check("1/2/3/4/5/6/7/8/9"), Err(P::TooDeep { depth: 9, limit: 8 })));
    }

    #[test]
    fn names_that_fall_together_are_found() {
        for pair in [
            ["data/a", "data/a"],
            ["data/a.PNG", "data/A.png"],
            ["data/Straße", "data/STRASSE"],
            ["data/Å", "data/A\u{30a}"],
            ["data/ΑΣ", "data/ας"],
            ["data/ﬁle", "data/file"],
            ["data/a", "data/a/b"],
            ["data/a/b", "data/A"],
            ["data/a/b", "data/A/c"],
            ["data/a\u{200d}b", "data/ab"],
        ] {
            assert!(collision(pair).is_some(), "{pair:?}");
            assert!(collision([pair[1], pair[0]]).is_some(), "{pair:?} the other way");
        }
        assert_eq!(collision(["data/a/b", "data/a/c", "data/ab", "data/b/a"]), None);
    }

    proptest! {
        #[test]
        fn no_path_panics(path in any::<String>(), other in any::<String>()) {
            let _checked = check(&path);
            let _fall_together = collision([path.as_str(), &other]);
        }
    }
}
