namespace Replication.Bench.Report;

/// <summary>The repository that this program was built in.</summary>
internal static class RepositoryFolder
{
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Replication.sln"))) return folder.FullName;
        }

        throw new BenchException("Replication.sln is in no folder above this program: run it where it was built.");
    }
}
