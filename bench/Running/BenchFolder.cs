namespace Replication.Bench.Running;

/// <summary>The folder that everything is made in; removed with all it holds.</summary>
internal sealed class BenchFolder : IDisposable
{
    /// <summary>Memory behind /dev/shm first: there a figure is about the program and not about the disk.</summary>
    private const string MemoryFolder = "/dev/shm";

    /// <summary>The largest benchmark holds its image, our store and one peer's result at a time, and the children need memory too.</summary>
    private const long NeededBytes = 12L << 30;

    private BenchFolder(string path) => Path = path;

    public string Path { get; }

    public static BenchFolder Create(string? folder, double scale)
    {
        long needed = (long)(NeededBytes * scale);
        folder ??= HasRoom(MemoryFolder, needed) ? MemoryFolder : System.IO.Path.GetTempPath();
        if (!HasRoom(folder, needed)) throw new BenchException($"{folder} has less than the {needed >> 20} MiB free that the benchmarks need.");
        string path = System.IO.Path.Combine(folder, $"replication-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(path);
        return new BenchFolder(path);
    }

    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    public void Empty()
    {
        foreach (string directory in Directory.EnumerateDirectories(Path)) Directory.Delete(directory, recursive: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static bool HasRoom(string folder, long bytes) => Directory.Exists(folder) && new DriveInfo(folder).AvailableFreeSpace >= bytes;
}
