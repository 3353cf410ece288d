//! Options of the commands that show a report: `preview` and `watch`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `preview`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Preview {
    /// 报告文件夹，或其中的 report.json
    #[arg(value_name = "报告", help_heading = "参数")]
    pub input: PathBuf,
    /// 输出文件夹，没有就建立；不写就是 out
    #[arg(short, long, value_name = "文件夹", default_value = "out", hide_default_value = true)]
    pub output: PathBuf,
    /// 上年的报告文件夹
    #[arg(long, value_name = "文件夹")]
    pub previous: Option<PathBuf>,
    /// 每英寸的点数；不写就是 144
    #[arg(
        long,
        value_name = "点数",
        default_value = "144",
        hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(36..=600)
    )]
    pub ppi: u16,
    /// 落款处留出盖章的位置
    #[arg(long)]
    pub seal: bool,
}

/// Arguments of `watch`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Watch {
    /// 报告文件夹，或其中的 report.json
    #[arg(value_name = "报告", help_heading = "参数")]
    pub input: PathBuf,
    /// 端口；不写就从 4860 起取第一个空着的
    #[arg(long, value_name = "端口", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// 上年的报告文件夹
    #[arg(long, value_name = "文件夹")]
    pub previous: Option<PathBuf>,
    /// 不靠系统通知，每隔片刻看一次文件（网络文件夹用）
    #[arg(long)]
    pub poll: bool,
}
