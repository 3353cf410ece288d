//! The disk: report folders and layouts in, finished files out. Nothing else of the library opens a
//! file, but for fonts.

mod explain;
mod figures;
mod hold;
mod layouts;
mod near;
mod regular;
mod report;
mod resolved;
mod shared;
mod together;
mod unfinished;
mod write;

pub use explain::{explain, unwritable};
pub use hold::hold;
pub use layouts::{load_layout, load_layouts};
pub use regular::{append_regular, read_bounded, read_regular};
pub use report::{holds_reports, read_folder, report_folder, report_name};
pub use resolved::resolved;
pub use shared::SharedFolder;
pub use together::{InTheWay, put_together, write_new};
pub use unfinished::put_whole;
pub use write::{STAGED, Staged, folder_of, rewrite, write_atomically, write_below};
