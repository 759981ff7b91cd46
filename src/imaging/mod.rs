//! Pictures: decode, register, compare, identify. Values in, values out.
