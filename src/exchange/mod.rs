//! Findings as JSON and PDF: values in, bytes out.
