//! Elliptic curves over prime fields: parameters, points, and the one sum of two multiples that verification needs.
//!
//! All values are public, so nothing here takes constant time. Points are in Jacobian coordinates (x = X / Z², y = Y / Z³).
#![expect(clippy::arithmetic_side_effects, reason = "big integers grow as needed; every subtraction is from a larger number")]

use std::sync::LazyLock;

use num_bigint::BigUint;

use super::SignatureError;

/// The known curves: name, object identifier, p, a, b, x and y of the base point, order; apart by tabs.
const TABLE: &str = include_str!("curves.tsv");
/// The smallest field that is accepted, in bits.
const MIN_BITS: u64 = 112;
/// The largest field that is accepted, in bits.
const MAX_BITS: u64 = 640;

/// y² = x³ + ax + b over the integers modulo a prime, with a base point of known order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    name: Option<&'static str>,
    p: BigUint,
    a: BigUint,
    b: BigUint,
    base: Affine,
    order: BigUint,
}

/// A point that is not the one at infinity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Affine {
    pub(super) x: BigUint,
    pub(super) y: BigUint,
}

/// A point; Z = 0 at infinity.
#[derive(Debug, Clone)]
pub(super) struct Jacobian {
    pub(super) x: BigUint,
    pub(super) y: BigUint,
    pub(super) z: BigUint,
}

/// The parameters of a curve as a certificate spells them out.
pub(super) struct Parameters<'a> {
    pub(super) p: BigUint,
    pub(super) a: BigUint,
    pub(super) b: BigUint,
    pub(super) base: &'a [u8],
    pub(super) order: BigUint,
    pub(super) cofactor: Option<BigUint>,
}

impl Curve {
    /// The curve an object identifier names.
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        KNOWN.iter().find(|(found, _)| *found == identifier).map(|(_, curve)| curve.clone())
    }

    /// The curve of spelt-out parameters; it has a name if all of them are those of a known curve.
    ///
    /// # Errors
    ///
    /// If the numbers are out of bounds or describe no curve. That p and the order are primes is not proven.
    pub(super) fn from_parameters(parameters: Parameters<'_>) -> Result<Self, SignatureError> {
        let Parameters { p, a, b, base, order, cofactor } = parameters;
        for (what, number) in [("the field of the curve", &p), ("the order of the curve", &order)] {
            if !(MIN_BITS..=MAX_BITS).contains(&number.bits()) {
                return Err(SignatureError::Size { what, bits: number.bits(), least: MIN_BITS, most: MAX_BITS });
            }
            if !number.bit(0) {
                return Err(SignatureError::BadCurve("the field or the order is an even number"));
            }
        }
        // Hasse: the order times the cofactor is about p. A cofactor of one is all that signatures use.
        if order.bits() > p.bits() + 1 {
            return Err(SignatureError::BadCurve("the order is larger than the curve can have"));
        }
        if a >= p || b >= p {
            return Err(SignatureError::BadCurve("a coefficient is not of the field"));
        }
        let discriminant = (BigUint::from(4_u8) * &a * &a * &a + BigUint::from(27_u8) * &b * &b) % &p;
        if discriminant == BigUint::ZERO {
            return Err(SignatureError::BadCurve("the curve is singular"));
        }
        let mut curve = Self { name: None, p, a, b, base: Affine { x: BigUint::ZERO, y: BigUint::ZERO }, order };
        curve.base = curve.point(base).map_err(|error| match error {
            SignatureError::NotOnCurve => SignatureError::BadCurve("the base point is not on the curve"),
            other => other,
        })?;
        let one = BigUint::from(1_u8);
        if cofactor.is_none_or(|cofactor| cofactor == one) {
            curve.name = KNOWN.iter().find(|(_, other)| other.same_numbers(&curve)).and_then(|(_, other)| other.name);
        }
        Ok(curve)
    }

    fn same_numbers(&self, other: &Self) -> bool {
        self.p == other.p && self.a == other.a && self.b == other.b && self.base == other.base && self.order == other.order
    }

    /// The name of the curve; `None` if its parameters are those of no known curve.
    pub fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// The size of the field in bits.
    pub fn bits(&self) -> u64 {
        self.p.bits()
    }

    /// The order of the base point.
    pub(super) fn order(&self) -> &BigUint {
        &self.order
    }

    /// Bytes of a coordinate.
    fn width(&self) -> usize {
        usize::try_from(self.p.bits().div_ceil(8)).unwrap_or(usize::MAX)
    }

    /// Reads a point as SEC 1, 2.3.4 writes it, and checks that it is on the curve.
    pub(super) fn point(&self, bytes: &[u8]) -> Result<Affine, SignatureError> {
        let (form, coordinates) = bytes.split_first().ok_or(SignatureError::NotOnCurve)?;
        let point = match form {
            4 if coordinates.len() == 2 * self.width() => {
                let (x, y) = coordinates.split_at(self.width());
                Affine { x: BigUint::from_bytes_be(x), y: BigUint::from_bytes_be(y) }
            }
            2 | 3 if coordinates.len() == self.width() => self.decompress(BigUint::from_bytes_be(coordinates), *form == 3)?,
            2..=4 => return Err(SignatureError::NotOnCurve),
            other => return Err(SignatureError::NotSupported { what: "the form of a point", found: format!("{other:02X}") }),
        };
        let on_curve = point.x < self.p && point.y < self.p && &point.y * &point.y % &self.p == self.right_side(&point.x);
        if on_curve { Ok(point) } else { Err(SignatureError::NotOnCurve) }
    }

    fn right_side(&self, x: &BigUint) -> BigUint {
        ((x * x + &self.a) * x + &self.b) % &self.p
    }

    /// The point of a compressed form, in fields where a square root is one power (p ≡ 3 modulo 4).
    fn decompress(&self, x: BigUint, odd: bool) -> Result<Affine, SignatureError> {
        if !self.p.bit(1) {
            return Err(SignatureError::NotSupported { what: "the form of a point", found: "compressed, over this field".to_owned() });
        }
        if x >= self.p {
            return Err(SignatureError::NotOnCurve);
        }
        let exponent = (&self.p + 1_u8) >> 2;
        let root = self.right_side(&x).modpow(&exponent, &self.p);
        let y = if root.bit(0) == odd || root == BigUint::ZERO { root } else { &self.p - root };
        Ok(Affine { x, y })
    }

    /// `u · base + v · point`, both multiples at once.
    pub(super) fn sum_of_multiples(&self, u: &BigUint, v: &BigUint, point: &Affine) -> Jacobian {
        let one = BigUint::from(1_u8);
        let lift = |affine: &Affine| Jacobian { x: affine.x.clone(), y: affine.y.clone(), z: one.clone() };
        let (base, point) = (lift(&self.base), lift(point));
        let both = self.add(&base, &point);
        let mut sum = Jacobian { x: one.clone(), y: one.clone(), z: BigUint::ZERO };
        for bit in (0..u.bits().max(v.bits())).rev() {
            sum = self.double(&sum);
            sum = match (u.bit(bit), v.bit(bit)) {
                (true, true) => self.add(&sum, &both),
                (true, false) => self.add(&sum, &base),
                (false, true) => self.add(&sum, &point),
                (false, false) => sum,
            };
        }
        sum
    }

    fn multiply(&self, one: &BigUint, other: &BigUint) -> BigUint {
        one * other % &self.p
    }

    /// Both numbers are below p.
    fn subtract(&self, one: &BigUint, other: &BigUint) -> BigUint {
        if one >= other { one - other } else { one + &self.p - other }
    }

    fn double(&self, point: &Jacobian) -> Jacobian {
        if point.z == BigUint::ZERO || point.y == BigUint::ZERO {
            return Jacobian { x: BigUint::from(1_u8), y: BigUint::from(1_u8), z: BigUint::ZERO };
        }
        let y2 = self.multiply(&point.y, &point.y);
        let s = (self.multiply(&point.x, &y2) << 2) % &self.p;
        let z2 = self.multiply(&point.z, &point.z);
        let z4 = self.multiply(&z2, &z2);
        let m = (BigUint::from(3_u8) * &point.x * &point.x + &self.a * z4) % &self.p;
        let x = self.subtract(&self.multiply(&m, &m), &((&s << 1) % &self.p));
        let y8 = (self.multiply(&y2, &y2) << 3) % &self.p;
        let y = self.subtract(&self.multiply(&m, &self.subtract(&s, &x)), &y8);
        let z = (self.multiply(&point.y, &point.z) << 1) % &self.p;
        Jacobian { x, y, z }
    }

    fn add(&self, one: &Jacobian, other: &Jacobian) -> Jacobian {
        if one.z == BigUint::ZERO {
            return other.clone();
        }
        if other.z == BigUint::ZERO {
            return one.clone();
        }
        let z1z1 = self.multiply(&one.z, &one.z);
        let z2z2 = self.multiply(&other.z, &other.z);
        let u1 = self.multiply(&one.x, &z2z2);
        let u2 = self.multiply(&other.x, &z1z1);
        let s1 = self.multiply(&one.y, &self.multiply(&other.z, &z2z2));
        let s2 = self.multiply(&other.y, &self.multiply(&one.z, &z1z1));
        if u1 == u2 {
            if s1 == s2 {
                return self.double(one);
            }
            return Jacobian { x: BigUint::from(1_u8), y: BigUint::from(1_u8), z: BigUint::ZERO };
        }
        let h = self.subtract(&u2, &u1);
        let r = self.subtract(&s2, &s1);
        let h2 = self.multiply(&h, &h);
        let h3 = self.multiply(&h, &h2);
        let v = self.multiply(&u1, &h2);
        let x = self.subtract(&self.subtract(&self.multiply(&r, &r), &h3), &((&v << 1) % &self.p));
        let y = self.subtract(&self.multiply(&r, &self.subtract(&v, &x)), &self.multiply(&s1, &h3));
        let z = self.multiply(&h, &self.multiply(&one.z, &other.z));
        Jacobian { x, y, z }
    }

    /// Whether the x coordinate of `point` is `r` modulo the order. The point at infinity has none.
    pub(super) fn has_x(&self, point: &Jacobian, r: &BigUint) -> bool {
        if point.z == BigUint::ZERO {
            return false;
        }
        let z2 = self.multiply(&point.z, &point.z);
        let mut candidate = r.clone();
        while candidate < self.p {
            if self.multiply(&candidate, &z2) == point.x {
                return true;
            }
            candidate += &self.order;
            // With a large cofactor there would be many: two are all that a curve of cofactor one has.
            if candidate > (r + &self.order) {
                break;
            }
        }
        false
    }
}

/// Every known curve with its object identifier.
static KNOWN: LazyLock<Vec<(&str, Curve)>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let (name, identifier) = (columns.next()?, columns.next()?);
        let mut number = || BigUint::parse_bytes(columns.next()?.as_bytes(), 16);
        let (p, a, b) = (number()?, number()?, number()?);
        let base = Affine { x: number()?, y: number()? };
        Some((identifier, Curve { name: Some(name), p, a, b, base, order: number()? }))
    });
    lines.collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_curve_has_its_base_point_and_its_order() {
        assert_eq!(KNOWN.len(), 20);
        for (identifier, curve) in KNOWN.iter() {
            let base = curve.base.clone();
            assert_eq!(&base.y * &base.y % &curve.p, curve.right_side(&base.x), "{identifier}");
            // (order - 1) · base + 1 · base is the point at infinity; order / 2 on each side, too.
            let sum = curve.sum_of_multiples(&(&curve.order - 1_u8), &BigUint::from(1_u8), &base);
            assert_eq!(sum.z, BigUint::ZERO, "{identifier}");
            let half = &curve.order >> 1;
            let sum = curve.sum_of_multiples(&half, &half, &base);
            assert!(sum.z != BigUint::ZERO && curve.has_x(&sum, &(&base.x % &curve.order)), "{identifier}");
        }
    }

    #[test]
    fn compressed_points_are_read() {
        let curve = Curve::from_identifier("1.2.840.10045.3.1.7").unwrap();
        for odd in [false, true] {
            let point = curve.decompress(curve.base.x.clone(), odd).unwrap();
            assert_eq!(point.y.bit(0), odd);
            assert!(point.y == curve.base.y || &point.y + &curve.base.y == curve.p);
        }
    }
}
