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
        ReadingGuide guide = ReadingGuide.Of(options.Suite);
        text.AppendLine($"Written by the run itself; do not edit. Run again, {guide.Needs}:").AppendLine();
        text.AppendLine("```").AppendLine($"dotnet run --project bench -c Release -- {options.Suite} [--folder DIR] [--only NAME] [--rounds N] [--no-write]").AppendLine("```").AppendLine();
        text.AppendLine("""
            Without `--folder` everything is measured in `/dev/shm` when that has room, else in the temporary folder, and removed afterwards. A run with `--only` does
            not change this file.

            How to read it:

            """);
        text.AppendLine(guide.Lines).AppendLine();
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
