//! The machine that is measured on, as it says itself.

/// One line: processor, how many, memory, how busy it was.
pub(crate) fn described() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':')).map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let processor = field(&read("/proc/cpuinfo"), "model name");
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let memory = field(&read("/proc/meminfo"), "MemTotal");
    let kilobytes: f64 = memory.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or(0.0);
    let system = read("/proc/sys/kernel/osrelease");
    format!("{count} × {processor}, {:.0} GB, Linux {}", kilobytes / 1_048_576.0, system.trim())
}

/// How many processes have wanted to run during the last minute, ourselves among them.
pub(crate) fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0.0)
}
