//! What can be typed behind `merge`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Merge {
    /// 报告文件夹，或其中的 report.json
    #[arg(value_name = "报告", help_heading = "参数", display_order = 1)]
    pub folder: PathBuf,
    /// 改过的 DOCX 或填好的 Excel 填报表，可以几份，依次合并
    #[arg(required = true, value_name = "改过的文件", help_heading = "参数", display_order = 2)]
    pub edited: Vec<PathBuf>,
    /// 只列出会怎样改，不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 文件是由这个报告文件夹编成的；文件自己带着来源时不用写
    #[arg(long, value_name = "文件夹")]
    pub base: Option<PathBuf>,
    /// 文件夹和改过的文件都改了的地方，以文件夹为准
    #[arg(long, conflicts_with = "theirs")]
    pub ours: bool,
    /// 都改了的地方，以改过的文件为准
    #[arg(long)]
    pub theirs: bool,
    /// 绑定的数在文字中被改成别的数时，改成键入的数，不再绑定
    #[arg(long)]
    pub unbind: bool,
    /// 文件中的修订：accept 接受（不写就是它），reject 拒绝
    #[arg(
        long,
        value_name = "办法",
        default_value = "accept",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub revisions: RevisionChoice,
}

/// What becomes of tracked changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RevisionChoice {
    /// They are accepted.
    Accept,
    /// They are rejected.
    Reject,
}
