//! Editions of official forms, each read from its folder and those that it is based on.

mod bundle;
mod edition;
mod fit;
pub mod heights;
mod overlay;
mod own_style;
pub mod parts;
mod role;
mod shelf;
mod style;
mod table_style;

pub use bundle::{BASE_TOML, Bundle, LAYOUT_TOML, LayoutFiles, LayoutFolder};
pub use edition::{Layout, LayoutOrigin};
pub use fit::{Fitted, Measured, Room, fit};
pub use own_style::merge_style;
pub use role::Role;
pub use shelf::Layouts;
pub use style::{Align, Breaking, Page, SignatureStyle, Style, TextStyle, TitleStyle};
pub use table_style::{Fill, TableStyle};
