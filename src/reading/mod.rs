//! Machine-readable data, read with suspicion.
