//! Loops that run on the widest vectors of the processor.
//!
//! A kernel is compiled once for the vectors that every processor of the kind has and once for wider ones, and chosen while the program
//! runs. The arithmetic is the same, operation by operation (nothing is fused or reordered), and so are the bits.

/// Declares functions whose loops are compiled for several widths of vectors. Borrowed arguments live for `'a`.
macro_rules! kernels {
    ($($(#[$doc:meta])* fn $name:ident<'a>($($arg:ident: $type:ty),* $(,)?) $body:block)+) => {$(
        $(#[$doc])*
        pub(super) fn $name<'a>($($arg: $type),*) {
            struct Kernel<'a>($($type,)* std::marker::PhantomData<&'a ()>);

            impl<'a> pulp::NullaryFnOnce for Kernel<'a> {
                type Output = ();

                #[inline(always)]
                fn call(self) {
                    let Self($($arg,)* _) = self;
                    $body
                }
            }

            pulp::Arch::new().dispatch(Kernel($($arg,)* std::marker::PhantomData));
        }
    )+};
}
pub(super) use kernels;

/// Values worked on together: eight registers of eight.
pub(super) const BLOCK: usize = 64;
