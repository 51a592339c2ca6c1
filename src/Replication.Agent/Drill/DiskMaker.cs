using System.Diagnostics;
using Replication.Core.Platform;

namespace Replication.Agent.Drill;

/// <summary>
/// Makes the drill's own disk: a GUID partition table with a FAT32 file system full of pseudo-random files and, when
/// mkfs.ext4 is installed, an ext4 file system behind it.
/// </summary>
internal static class DiskMaker
{
    public const long Length = 256L << 20;
    private const long FatStart = 1L << 20;
    private const long FatLength = 128L << 20;
    private const long ExtStart = FatStart + FatLength;
    private const long ExtLength = 96L << 20;

    public static async Task<string> MakeAsync(string path, int seed, CancellationToken cancellationToken)
    {
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite))
        {
            SparseFile.MarkSparse(file);
            RandomAccess.SetLength(file, Length);
            new GuidPartitionTable(Length, seed)
                .Add("drill-fat", GuidPartitionTable.BasicData, FatStart, FatLength)
                .Add("drill-ext", GuidPartitionTable.LinuxData, ExtStart, ExtLength)
                .Write(file);
            new Fat32(file, FatStart, FatLength, seed).Format();
        }

        return await TryMakeExt4Async(path, cancellationToken) ? "GPT with FAT32 and ext4" : "GPT with FAT32 (mkfs.ext4 is not installed)";
    }

    private static async Task<bool> TryMakeExt4Async(string path, CancellationToken cancellationToken)
    {
        string? tool = ((string[])["/usr/sbin/mkfs.ext4", "/sbin/mkfs.ext4"]).FirstOrDefault(File.Exists);
        if (tool is null) return false;
        using Process process = Process.Start(new ProcessStartInfo(tool)
        {
            ArgumentList = { "-q", "-F", "-E", $"offset={ExtStart}", "-L", "drill", path, $"{ExtLength / 1024}k" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }
}
