using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Replication.Bench.Benchmarks;
using Replication.Bench.Report;
using Replication.Catalog;
using Replication.Catalog.Postgres;

namespace Replication.Bench.Scale;

/// <summary>
/// Machines that are replicated every five minutes by so many agents on one PostgreSQL: does each begin when it is due, and what does the
/// catalog pay for it?
/// </summary>
internal sealed class ScaleBenchmark(int agents) : IBenchmark
{
    private const int Machines = 10_000;
    private const int WarmUpSeconds = 30;
    private const int MeasuredSeconds = 120;

    public string Name => $"scale-{agents}";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        string programs = PostgresProcess.FindPrograms() ?? throw new BenchException("PostgreSQL is not installed: no initdb (Debian: postgresql).");
        int machines = Math.Max(agents, (int)(Machines * context.Scale));
        await using PostgresProcess server = await PostgresProcess.StartAsync(programs, context.PathOf("pg"), cancellationToken);
        await using (PostgresCatalog catalog = await PostgresCatalog.OpenAsync(PostgresAddress.Parse(server.Address), cancellationToken: cancellationToken))
            await ScaleCatalog.FillAsync(catalog, machines, cancellationToken);

        DateTimeOffset begin = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3);
        Process[] processes = [.. Enumerable.Range(0, agents).Select(index => StartAgent(server.Address, context.PathOf("manifests"), index, machines, begin))];
        Task<ScaleAgentReport>[] reports = [.. processes.Select(process => ReportAsync(process, cancellationToken))];
        await UntilAsync(begin + TimeSpan.FromSeconds(WarmUpSeconds), cancellationToken);
        ServerLoad before = await ServerLoad.ReadAsync(server, cancellationToken);
        await UntilAsync(begin + TimeSpan.FromSeconds(WarmUpSeconds + MeasuredSeconds - 2), cancellationToken);
        ServerLoad after = await ServerLoad.ReadAsync(server, cancellationToken);
        ScaleAgentReport[] all = await Task.WhenAll(reports);
        return Result(machines, all, before, after);
    }

    private BenchmarkResult Result(int machines, ScaleAgentReport[] reports, ServerLoad before, ServerLoad after)
    {
        int[] lags = [.. reports.SelectMany(report => report.LagsMilliseconds).Order()];
        string[] failed = [.. reports.SelectMany(report => report.Failed)];
        double due = machines / ScaleCatalog.Interval.TotalSeconds;
        double jobs = (after.EndedJobs - before.EndedJobs) / (after.At - before.At).TotalSeconds;
        double commits = (after.Commits - before.Commits) / (after.At - before.At).TotalSeconds;
        return new BenchmarkResult
        {
            Title = $"{agents} agent(s)",
            Setup = Invariant($"{machines} machines, each in a group of its own, every 5 minutes: {due:F1} due per second, {MeasuredSeconds} s measured after {WarmUpSeconds} s. {jobs:F1} jobs per second ended."),
            Targets =
            [
                new Target($"{agents} agent(s): begun after it was due, median", Quantile(lags, 0.5), 5, Unit: " s"),
                new Target($"{agents} agent(s): begun after it was due, 99 of 100", Quantile(lags, 0.99), 5, Unit: " s"),
                new Target($"{agents} agent(s): jobs ended / due", jobs / due, 0.95, IsMaximum: false),
                new Target($"{agents} agent(s): jobs that failed", failed.Length, 0, Unit: ""),
            ],
            Notes =
            [
                Invariant($"Catalog: {commits:F0} transactions/s committed, {commits / jobs:F1} per job; {(after.Rollbacks - before.Rollbacks) / (after.At - before.At).TotalSeconds:F1}/s rolled back and run again or ended by a refusal."),
                Invariant($"PostgreSQL: {after.CpuSince(before):F2} cores, {(after.WalBytes - before.WalBytes) / (after.At - before.At).TotalSeconds / (1 << 20):F1} MiB/s of log, {(after.Bytes - before.Bytes) / (1 << 20) / (after.At - before.At).TotalMinutes:F0} MiB of growth per minute."),
                Invariant($"Agents: {string.Join(", ", reports.Select(report => Invariant($"{report.CpuSeconds / (WarmUpSeconds + MeasuredSeconds):F2}")))} cores, simulated machines included; {string.Join(", ", reports.Select(report => report.LagsMilliseconds.Count))} jobs begun."),
                Invariant($"Longest wait {Quantile(lags, 1):F2} s."),
                .. failed.Take(3).Select(error => $"Failed: {error}"),
            ],
        };
    }

    private static double? Quantile(int[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))] / 1000.0;

    private static async Task UntilAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        TimeSpan left = instant - TimeProvider.System.GetUtcNow();
        if (left > TimeSpan.Zero) await Task.Delay(left, cancellationToken);
    }

    private Process StartAgent(string address, string folder, int index, int machines, DateTimeOffset begin)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(ScaleBenchmark).Assembly.GetName().Name!);
        string[] arguments =
        [
            "child", "scale-agent", address, folder, .. new[] { index, agents, machines }.Select(number => Invariant($"{number}")), begin.ToString("O", CultureInfo.InvariantCulture),
            Invariant($"{WarmUpSeconds}"), Invariant($"{MeasuredSeconds}"),
        ];
        return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
    }

    private static async Task<ScaleAgentReport> ReportAsync(Process process, CancellationToken cancellationToken)
    {
        using (process)
        {
            try
            {
                string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode == 0 ? JsonSerializer.Deserialize<ScaleAgentReport>(output)! : throw new BenchException("An agent failed; its message is above.");
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
                throw;
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
