namespace Replication.Core.Tests.Support;

internal static class Repository
{
    /// <summary>The folder that holds Replication.sln, found upwards from the test's own place.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Replication.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No Replication.sln above {AppContext.BaseDirectory}");
    }
}
