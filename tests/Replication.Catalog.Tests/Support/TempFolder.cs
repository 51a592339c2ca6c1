namespace Replication.Catalog.Tests.Support;

/// <summary>A folder that lives as long as one test.</summary>
public sealed class TempFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public TempFolder() => Path = Directory.CreateTempSubdirectory("replication-catalog-").FullName;

    private TempFolder(string path) => Path = path;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>In memory where there is such a folder: for thousands of files whose flushing is not what is tested.</summary>
    public static TempFolder InMemory() => !Directory.Exists(Memory)
        ? new TempFolder()
        : new TempFolder(Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"replication-catalog-{Guid.NewGuid():N}")).FullName);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
