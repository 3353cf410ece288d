//! The roles that text has.

/// The roles of text that every style has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Role {
    Title,
    Body,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Table,
    Caption,
    Note,
    PageNumber,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 10] = [
        Role::Title,
        Role::Body,
        Role::Heading1,
        Role::Heading2,
        Role::Heading3,
        Role::Heading4,
        Role::Table,
        Role::Caption,
        Role::Note,
        Role::PageNumber,
    ];

    /// Its table below `text` in style.toml.
    pub fn name(self) -> &'static str {
        match self {
            Role::Title => "title",
            Role::Body => "body",
            Role::Heading1 => "heading-1",
            Role::Heading2 => "heading-2",
            Role::Heading3 => "heading-3",
            Role::Heading4 => "heading-4",
            Role::Table => "table",
            Role::Caption => "caption",
            Role::Note => "note",
            Role::PageNumber => "page-number",
        }
    }

    /// The role of a heading of `level` 1-4.
    pub fn heading(level: u8) -> Role {
        match level {
            0 | 1 => Role::Heading1,
            2 => Role::Heading2,
            3 => Role::Heading3,
            _ => Role::Heading4,
        }
    }
}
