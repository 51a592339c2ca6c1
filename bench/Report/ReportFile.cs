namespace Replication.Bench.Report;

/// <summary>docs/benchmarks.md, or docs/benchmarks-ebs.md and the like, of the repository that this program was built in.</summary>
internal static class ReportFile
{
    public static string Path(string suite) => System.IO.Path.Combine(
        RepositoryFolder.Find(), "docs", suite == BenchOptions.LocalSuite ? "benchmarks.md" : $"benchmarks-{suite}.md");
}
