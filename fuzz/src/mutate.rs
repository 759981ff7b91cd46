//! Changes elements of tag, length and value so that the lengths around a change stay right: changes of single bytes alone hardly ever
//! come past the first wrong length.

use crate::parts;

/// How deep elements are taken apart.
const MAX_DEPTH: usize = 16;
/// Elements that are taken apart, at most.
const MAX_NODES: usize = 2000;
/// Values that stand for much: limits of lengths and numbers, small structures.
const VALUES: [&[u8]; 14] = [
    &[],
    &[0],
    &[0x7F],
    &[0x80],
    &[0xFF],
    &[0, 0xFF],
    &[0x7F, 0xFF, 0xFF, 0xFF],
    &[0xFF; 8],
    &[0x00; 40],
    b"99991231235959Z",
    b"000101000000Z",
    b"<<<<<<<<",
    &[0x05, 0],
    &[0x06, 3, 0x2A, 3, 4],
];

/// Numbers that look random and depend on the seed alone.
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    pub fn new(seed: u32) -> Self {
        Self(u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `limit`; 0 if that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16).checked_rem(limit as u64).unwrap_or(0) as usize
    }
}

/// An element, taken apart as far as it can be.
#[derive(Debug, Clone)]
struct Node {
    tag: Vec<u8>,
    value: Value,
    /// Written with an end mark in place of a length.
    indefinite: bool,
}

#[derive(Debug, Clone)]
enum Value {
    Bytes(Vec<u8>),
    /// What stands before the elements within (the unused bits of a bit string), and the elements.
    Nodes(Vec<u8>, Vec<Node>),
}

/// The elements that `bytes` are made of; `None` if they are not.
fn parse(bytes: &[u8], depth: usize, left: &mut usize) -> Option<Vec<Node>> {
    let mut nodes = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        *left = left.checked_sub(1)?;
        let (node, after) = node(rest, depth, left)?;
        nodes.push(node);
        rest = after;
    }
    Some(nodes)
}

fn node<'a>(bytes: &'a [u8], depth: usize, left: &mut usize) -> Option<(Node, &'a [u8])> {
    let first = *bytes.first()?;
    let mut at = 1;
    if first & 0x1F == 0x1F {
        while *bytes.get(at)? & 0x80 != 0 {
            at += 1;
        }
        at += 1;
    }
    let tag = bytes.get(..at)?.to_vec();
    let length = *bytes.get(at)?;
    at += 1;
    let count = usize::from(length & 0x7F);
    let length = match length {
        0..=0x7F => count,
        0x81..=0x84 => {
            let digits = bytes.get(at..at + count)?;
            at += count;
            digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        }
        _ => return None,
    };
    let (value, after) = (bytes.get(at..at.checked_add(length)?)?, bytes.get(at + length..)?);
    let inner = |from: usize, left: &mut usize| {
        let (before, within) = value.split_at_checked(from)?;
        let nodes = parse(within, depth + 1, left).filter(|nodes| !nodes.is_empty())?;
        Some(Value::Nodes(before.to_vec(), nodes))
    };
    let taken = match first {
        _ if depth >= MAX_DEPTH => None,
        0x03 if value.first() == Some(&0) => inner(1, left),
        0x04 => inner(0, left),
        _ if first & 0x20 != 0 => inner(0, left),
        _ => None,
    };
    Some((Node { tag, value: taken.unwrap_or_else(|| Value::Bytes(value.to_vec())), indefinite: false }, after))
}

fn write(nodes: &[Node], bytes: &mut Vec<u8>) {
    for node in nodes {
        let mut value = Vec::new();
        match &node.value {
            Value::Bytes(plain) => value.extend(plain),
            Value::Nodes(before, inner) => {
                value.extend(before);
                write(inner, &mut value);
            }
        }
        bytes.extend(&node.tag);
        if node.indefinite {
            bytes.push(0x80);
            bytes.extend(value);
            bytes.extend([0, 0]);
            continue;
        }
        let digits: Vec<u8> = value.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        match digits.as_slice() {
            [] => bytes.push(0),
            [short @ 0..=0x7F] => bytes.push(*short),
            long => {
                bytes.push(0x80 | long.len() as u8);
                bytes.extend(long);
            }
        }
        bytes.extend(value);
    }
}

/// The list that holds the element with this number, and its place in it.
fn find<'a>(nodes: &'a mut Vec<Node>, number: &mut usize) -> Option<(&'a mut Vec<Node>, usize)> {
    let mut within = None;
    for place in 0..nodes.len() {
        if *number == 0 {
            return Some((nodes, place));
        }
        *number -= 1;
        if let Value::Nodes(_, inner) = &nodes[place].value {
            let size = count(inner);
            if *number < size {
                within = Some(place);
                break;
            }
            *number -= size;
        }
    }
    match &mut nodes.get_mut(within?)?.value {
        Value::Nodes(_, inner) => find(inner, number),
        Value::Bytes(_) => None,
    }
}

fn count(nodes: &[Node]) -> usize {
    nodes.iter().map(|node| 1 + if let Value::Nodes(_, inner) = &node.value { count(inner) } else { 0 }).sum()
}

/// The bytes with one element changed; `None` if they are not made of elements.
pub fn elements(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut nodes = parse(bytes, 0, &mut MAX_NODES.clone()).filter(|nodes| !nodes.is_empty())?;
    for _ in 0..=dice.below(3) {
        change(&mut nodes, dice);
        if nodes.is_empty() {
            break;
        }
    }
    let mut changed = Vec::new();
    write(&nodes, &mut changed);
    Some(changed)
}

fn change(nodes: &mut Vec<Node>, dice: &mut Dice) {
    let all = count(nodes);
    let other = find(nodes, &mut dice.below(all)).map(|(list, place)| list[place].clone());
    let Some((list, place)) = find(nodes, &mut dice.below(all)) else { return };
    match dice.below(10) {
        0 => drop(list.remove(place)),
        1 => list.insert(place, list[place].clone()),
        2 => list.extend(other),
        3 => list[place] = other.unwrap_or_else(|| list[place].clone()),
        4 => {
            let to = dice.below(list.len());
            list.swap(place, to);
        }
        5 => list[place].indefinite = list[place].tag[0] & 0x20 != 0,
        6 => {
            let tags = [0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x13, 0x17, 0x18, 0x1E, 0x24, 0x30, 0x31, 0x80, 0xA0, 0xA1, 0xA3];
            list[place].tag = vec![tags[dice.below(tags.len())]];
        }
        7 => {
            let inner = list[place].clone();
            list[place] = Node { tag: vec![0x30], value: Value::Nodes(Vec::new(), vec![inner]), indefinite: false };
        }
        8 => list[place].value = Value::Bytes(VALUES[dice.below(VALUES.len())].to_vec()),
        _ => {
            if let Value::Bytes(value) = &mut list[place].value {
                let at = dice.below(value.len() + 1);
                match dice.below(3) {
                    0 => value.insert(at, dice.next() as u8),
                    1 => drop((at < value.len()).then(|| value.remove(at))),
                    _ => value.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
                }
            }
        }
    }
}

/// An input of several parts with one of them changed, left out, doubled or given another kind.
pub fn of_parts(data: &[u8], kinds: u8, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut all: Vec<(u8, Vec<u8>)> = parts::split(data).into_iter().map(|(kind, part)| (kind, part.to_vec())).collect();
    let place = dice.below(all.len());
    let (kind, part) = all.get(place)?.clone();
    match dice.below(12) {
        0 => drop(all.remove(place)),
        1 => all.push((kind, part)),
        2 => all[place].0 = dice.below(usize::from(kinds)) as u8,
        3 => {
            let to = dice.below(all.len());
            all.swap(place, to);
        }
        _ => all[place].1 = elements(&part, dice)?,
    }
    Some(parts::join(all.iter().map(|(kind, part)| (*kind, part.as_slice()))))
}

/// Puts `changed` in the place of the input; the new size, or `None` if it does not fit.
pub fn take_over(changed: &[u8], data: &mut [u8], max_size: usize) -> Option<usize> {
    let room = data.get_mut(..max_size)?.get_mut(..changed.len())?;
    room.copy_from_slice(changed);
    Some(changed.len())
}
