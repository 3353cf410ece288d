//! Files from elsewhere: what is read of them, and what is left out and told.

mod files;
mod mangled;
mod page;
mod round;
