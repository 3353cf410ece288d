//! What can be typed behind `form` and `merge`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `form`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct FormOptions {
    /// 报告文件夹，或版式名；不写就是最新版式的空白表
    #[arg(value_name = "报告或版式", help_heading = "参数")]
    pub input: Option<PathBuf>,
    /// 要写的文件，如 填报表.xlsx
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Merge {
    /// 报告文件夹，或其中的 report.json
    #[arg(value_name = "报告", help_heading = "参数")]
    pub folder: PathBuf,
    /// 改过的文件：Excel 填报表（.xlsx、.xls、.ods）
    #[arg(required = true, value_name = "文件", help_heading = "参数")]
    pub edited: Vec<PathBuf>,
    /// 只列出会有什么改动，不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 两边都改了同一个数时，以报告文件夹为准
    #[arg(long, conflicts_with = "theirs")]
    pub ours: bool,
    /// 两边都改了同一个数时，以改过的文件为准
    #[arg(long)]
    pub theirs: bool,
}
