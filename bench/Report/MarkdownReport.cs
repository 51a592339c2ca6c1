using System.Globalization;
using System.Text;
using Replication.Bench.Host;
using Replication.Bench.Running;

namespace Replication.Bench.Report;

/// <summary>The figures as text: on the terminal, and as a page of docs.</summary>
internal static class MarkdownReport
{
    /// <summary>Below this load average nothing else was running to speak of.</summary>
    private const double QuietLoad = 1;

    public static string Whole(MachineFacts facts, BenchOptions options, IReadOnlyList<BenchmarkResult> results, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine("# Benchmarks").AppendLine();
        text.AppendLine("Written by the run itself; do not edit. Run again, in about ten minutes and 12 GiB of free space:").AppendLine();
        text.AppendLine("```").AppendLine($"dotnet run --project bench -c Release -- {options.Suite} [--folder DIR] [--only NAME] [--rounds N] [--no-write]").AppendLine("```").AppendLine();
        text.AppendLine("""
            Without `--folder` everything is measured in `/dev/shm` when that has room, else in the temporary folder, and removed afterwards. A run with `--only` does
            not change this file.

            How to read it:

            - Contestants take turns in every round (A, B, C, A, B, C, ...) on the same files. Ratios compare the best round of each; the median shows the spread.
            - Our side runs in a fresh process each time and does what the command line does: open the workspace, submit the verb as a job, follow it. *Best* and
              *median* are the verb, from its call to its return, and are what targets are judged by; *with process* adds the start of the runtime and the opening
              and closing of the workspace. For peers, whose start takes a few milliseconds, both are the whole process.
            - *compiling* is what the runtime spent on compiling our code during the best run of the verb, on all threads: a process that lives on, such as the agent,
              pays it once; every figure here pays it in full.
            - The page cache is warm: no cache is dropped, and every source was written or read just before.
            - Nothing is counted that was not verified: after each of our runs the recovery point or image is read back and its content hash compared with the
              source's; the results of the peers are checked once per benchmark. A difference ends the run without a report.
            - Limits are what this machine did in the same run: SHA-256 of a block in the cache, and copying a file within the measured folder.
            """).AppendLine();
        text.AppendLine("## Machine").AppendLine().AppendLine(Facts(facts));
        text.AppendLine("## Targets").AppendLine();
        AppendTargets(text, results.SelectMany(result => result.Targets));
        foreach (BenchmarkResult result in results) text.AppendLine().Append(Section(result));
        text.AppendLine().AppendLine(Invariant($"{options.Rounds} rounds; the whole run took {took.TotalMinutes:F1} minutes."));
        return text.ToString();
    }

    public static string Facts(MachineFacts facts)
    {
        var text = new StringBuilder();
        if (facts.LoadBefore >= QuietLoad)
            text.AppendLine("- **The machine was not quiet**: other programs competed for its cores. Times are longer than they need be, and ratios between different kinds of work shift.");
        text.AppendLine(Invariant($"- {facts.Date:yyyy-MM-dd HH:mm} UTC, load average before the start {facts.LoadBefore:F2}"));
        text.AppendLine(Invariant($"- {facts.Cores} cores, {facts.CpuModel}; {facts.Runtime}; file system {facts.FileSystem}"));
        text.AppendLine($"- SHA-256 {Units.Speed(facts.Speeds.HashOneCore)} on one core, {Units.Speed(facts.Speeds.HashAllCores)} on all");
        text.AppendLine($"- copying within the folder {Units.Speed(facts.Speeds.CopyOneCore)} on one core, {Units.Speed(facts.Speeds.CopyAllCores)} on all");
        text.AppendLine($"- {string.Join("; ", facts.Tools)}");
        return text.ToString();
    }

    public static string Section(BenchmarkResult result)
    {
        var text = new StringBuilder();
        text.AppendLine($"## {result.Title}").AppendLine().AppendLine(result.Setup).AppendLine();
        if (result.Series.Count > 0)
        {
            text.AppendLine("| | best | median | with process | compiling | peak memory |").AppendLine("|---|---:|---:|---:|---:|---:|");
            foreach (Series series in result.Series.Where(series => series.HasRun))
            {
                text.AppendLine(Invariant(
                    $"| {series.Name} | {series.Best:F2} s | {series.Median:F2} s | {series.BestProcess:F2} s | {(series.BestCompile is { } compile ? Invariant($"{compile:F2} s") : "")} | {(series.PeakBytes is { } peak ? Units.Size(peak) : "")} |"));
            }

            text.AppendLine();
            foreach (Series series in result.Series.Where(series => series.Skipped is not null)) text.AppendLine($"- Skipped: {series.Name} ({series.Skipped}).");
        }

        foreach (string note in result.Notes) text.AppendLine($"- {note}");
        text.AppendLine();
        AppendTargets(text, result.Targets);
        return text.ToString();
    }

    private static void AppendTargets(StringBuilder text, IEnumerable<Target> targets)
    {
        text.AppendLine("| target | bound | measured | |").AppendLine("|---|---:|---:|---|");
        foreach (Target target in targets)
        {
            string measured = target.Measured is { } figure ? Invariant($"{figure:0.00}{target.Unit}") : "";
            text.AppendLine(Invariant($"| {target.Statement} | {(target.IsMaximum ? "at most" : "at least")} {target.Limit:0.##}{target.Unit} | {measured} | {target.Verdict} |"));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
