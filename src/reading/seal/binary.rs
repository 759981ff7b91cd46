//! A walk over bytes: single bytes, runs, and elements of tag, length and value.

use super::SealError;

/// How the length of a feature is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LengthForm {
    /// One byte, 0 to 255.
    Byte,
    /// As in DER: one byte up to 127, else the count of the bytes that follow.
    Der,
    /// As in DER, but `80` is taken for an empty value; DER itself forbids it.
    DerWithOpen,
}

/// A walk over bytes; it never reads past their end.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    rest: &'a [u8],
}

impl<'a> Walk<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize, part: &'static str) -> Result<&'a [u8], SealError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(SealError::Truncated { part })?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next bytes as an array.
    pub(super) fn array<const COUNT: usize>(&mut self, part: &'static str) -> Result<[u8; COUNT], SealError> {
        let (taken, rest) = self.rest.split_first_chunk::<COUNT>().ok_or(SealError::Truncated { part })?;
        self.rest = rest;
        Ok(*taken)
    }

    /// The next byte.
    pub(super) fn byte(&mut self, part: &'static str) -> Result<u8, SealError> {
        self.array::<1>(part).map(|[byte]| byte)
    }

    /// A length of at most four bytes.
    pub(super) fn length(&mut self, form: LengthForm, part: &'static str) -> Result<usize, SealError> {
        let first = self.byte(part)?;
        if form == LengthForm::Byte || first < 0x80 {
            return Ok(usize::from(first));
        }
        let count = usize::from(first & 0x7F);
        if form == LengthForm::DerWithOpen && count == 0 {
            return Ok(0);
        }
        if !(1..=4).contains(&count) {
            return Err(SealError::malformed(part, "a length is not written as in DER"));
        }
        let bytes = self.take(count, part)?;
        let length = bytes.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)));
        length.ok_or_else(|| SealError::malformed(part, "a length is too large"))
    }

    /// Tag, length and value.
    pub(super) fn element(&mut self, form: LengthForm, part: &'static str) -> Result<(u8, &'a [u8]), SealError> {
        let tag = self.byte(part)?;
        let length = self.length(form, part)?;
        Ok((tag, self.take(length, part)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_both_forms() {
        let long = [&[7, 0x81, 0x90][..], &[1; 0x90]].concat();
        assert_eq!(Walk::new(&long).element(LengthForm::Der, "it").map(|(tag, value)| (tag, value.len())), Ok((7, 0x90)));
        assert_eq!(Walk::new(&[7, 0x81]).element(LengthForm::Byte, "it"), Err(SealError::Truncated { part: "it" }));
        assert!(Walk::new(&[7, 0x80]).element(LengthForm::Der, "it").is_err());
        assert_eq!(Walk::new(&[7, 0x80]).element(LengthForm::DerWithOpen, "it"), Ok((7, &[][..])));
        assert!(Walk::new(&[7, 0x85, 1, 1, 1, 1, 1]).element(LengthForm::Der, "it").is_err());
        assert!(Walk::new(&[7, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]).element(LengthForm::Der, "it").is_err());
    }
}
