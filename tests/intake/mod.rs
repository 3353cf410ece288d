//! Files from elsewhere: what is read of them, and what is left out and told.

mod mangled;
mod page;
