//! What can be typed behind `form`.

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
