using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;
using Replication.Core.Platform;

namespace Replication.Engine.Tests.Support;

/// <summary>Copies a folder with its holes, times and permissions, so that the copy is as cheap as its data and as good.</summary>
internal static class FolderCopy
{
    public static void Replace(string source, string target)
    {
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.CreateDirectory(target);
        foreach (string directory in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, directory));
            Directory.CreateDirectory(copy);
            CopyMode(directory, copy);
        }

        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            CopyFile(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }

    private static void CopyFile(string source, string target)
    {
        using (SafeFileHandle from = File.OpenHandle(source))
        using (SafeFileHandle to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write))
        {
            long length = RandomAccess.GetLength(from);
            RandomAccess.SetLength(to, length);
            var buffer = new byte[1 << 20];
            foreach (Extent extent in SparseFile.AllocatedExtents(from, 0, length))
            {
                for (long at = extent.Offset; at < extent.End;)
                {
                    int read = RandomAccess.Read(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, extent.End - at)), at);
                    RandomAccess.Write(to, buffer.AsSpan(0, read), at);
                    at += read;
                }
            }
        }

        CopyMode(source, target);
        File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(source));
    }

    /// <summary>Keys are refused when others can read them.</summary>
    private static void CopyMode(string source, string target)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(target, File.GetUnixFileMode(source));
    }
}
