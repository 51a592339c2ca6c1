namespace Replication.Bench.Report;

/// <summary>docs/benchmarks.md, or docs/benchmarks-ebs.md, of the repository that this program was built in.</summary>
internal static class ReportFile
{
    public static string Path(string suite)
    {
        string name = suite == BenchOptions.LocalSuite ? "benchmarks.md" : $"benchmarks-{suite}.md";
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Replication.sln"))) return System.IO.Path.Combine(folder.FullName, "docs", name);
        }

        throw new BenchException("Replication.sln is in no folder above this program: there is no docs folder to write to. Use --no-write.");
    }
}
