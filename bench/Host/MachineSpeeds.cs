using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Snapshots;

namespace Replication.Bench.Host;

/// <summary>
/// What bounds every figure: SHA-256, and copying in the measured folder, each by one core and by all at once. Best of
/// three, bytes per second.
/// </summary>
internal sealed record MachineSpeeds(double HashOneCore, double HashAllCores, double CopyOneCore, double CopyAllCores)
{
    private const int Attempts = 3;
    private const int Unit = BlockGeometry.BlockSize;
    private const int UnitsPerCore = 1024;

    public static async Task<MachineSpeeds> MeasureAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        int cores = Environment.ProcessorCount;
        string source = Path.Combine(folder, "source");
        await File.WriteAllBytesAsync(source, RandomNumberGenerator.GetBytes(UnitsPerCore * Unit), cancellationToken);
        double hashOne = 0, hashAll = 0, copyOne = 0, copyAll = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            hashOne = Math.Max(hashOne, await OnCoresAsync(1, _ => Hash()));
            hashAll = Math.Max(hashAll, await OnCoresAsync(cores, _ => Hash()));
            copyOne = Math.Max(copyOne, await OnCoresAsync(1, core => Copy(source, Path.Combine(folder, $"copy{core}"))));
            copyAll = Math.Max(copyAll, await OnCoresAsync(cores, core => Copy(source, Path.Combine(folder, $"copy{core}"))));
            cancellationToken.ThrowIfCancellationRequested();
        }

        Directory.Delete(folder, recursive: true);
        return new MachineSpeeds(hashOne, hashAll, copyOne, copyAll);
    }

    private static async Task<double> OnCoresAsync(int cores, Action<int> work)
    {
        long started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, cores).Select(core => Task.Factory.StartNew(
            () => work(core), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return (double)cores * UnitsPerCore * Unit / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static void Hash()
    {
        byte[] data = RandomNumberGenerator.GetBytes(Unit);
        Span<byte> digest = stackalloc byte[BlockDigest.Size];
        for (int i = 0; i < UnitsPerCore; i++) SHA256.HashData(data, digest);
    }

    private static void Copy(string source, string target)
    {
        using SafeFileHandle from = File.OpenHandle(source);
        using (SafeFileHandle to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[Unit];
            for (long offset = 0; offset < (long)UnitsPerCore * Unit; offset += Unit)
            {
                RandomAccess.Read(from, buffer, offset);
                RandomAccess.Write(to, buffer, offset);
            }
        }

        File.Delete(target);
    }
}
