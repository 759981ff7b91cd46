//! Reads bytes from outside piece by piece; what is missing is `None`, never a panic.

/// What is not read yet.
pub(super) struct Rest<'a>(pub(super) &'a [u8]);

impl<'a> Rest<'a> {
    /// The next `N` bytes.
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    /// The next `length` bytes.
    pub(super) fn slice(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A whole number of two bytes.
    pub(super) fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    /// A whole number of four bytes, if it is at most `most`.
    pub(super) fn whole(&mut self, most: usize) -> Option<usize> {
        let number = u32::from_le_bytes(self.take()?) as usize;
        (number <= most).then_some(number)
    }

    /// A number in double precision, if it is one.
    pub(super) fn number(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes).filter(|number| number.is_finite())
    }

    /// A number in single precision, if it is one.
    pub(super) fn single(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes).filter(|number| number.is_finite())
    }

    /// 256 bits.
    pub(super) fn bits(&mut self) -> Option<[u64; 4]> {
        let mut word = || self.take().map(u64::from_le_bytes);
        Some([word()?, word()?, word()?, word()?])
    }
}

/// What stands between `header` and a checksum over both, if the sum is right: the way all cached files of pages are kept.
pub(super) fn body<'a>(bytes: &'a [u8], header: &[u8]) -> Option<Rest<'a>> {
    let (body, sum) = bytes.split_last_chunk::<4>()?;
    let rest = body.strip_prefix(header)?;
    (crc32fast::hash(body) == u32::from_le_bytes(*sum)).then_some(Rest(rest))
}

/// Adds the checksum that [`body`] looks for.
pub(super) fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    bytes
}
