using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Content;

/// <summary>
/// The content of volumes: a sparse file each, named by the volume's id. It gets that name when the content is
/// complete, so a file of a volume is whole or absent.
/// </summary>
internal sealed class VolumeFiles
{
    private const string PartialSuffix = ".partial";
    private const string CloneSuffix = ".clone";

    private readonly string _directory;

    public VolumeFiles(string directory) => _directory = Directory.CreateDirectory(directory).FullName;

    public string PathOf(string volumeId) => Path.Combine(_directory, volumeId);

    /// <summary>Makes the file with the content of a snapshot, or of zeros without one. The holes of the snapshot stay holes.</summary>
    public async Task CreateAsync(string volumeId, long length, ISnapshotReader? content, CancellationToken cancellationToken)
    {
        string partial = PathOf(volumeId) + PartialSuffix;
        try
        {
            using (SafeFileHandle file = File.OpenHandle(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                SparseFile.MarkSparse(file);
                RandomAccess.SetLength(file, length);
                if (content is not null) await FillAsync(file, content, cancellationToken);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(partial, PathOf(volumeId));
            DirectorySync.Flush(_directory);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    public void Delete(string volumeId)
    {
        File.Delete(PathOf(volumeId));
        DirectorySync.Flush(_directory);
    }

    /// <summary>
    /// The volume as it is now: a copy-on-write clone where the file system can make one, which later writes do not
    /// touch; else the file itself.
    /// </summary>
    public VolumeImage Capture(string volumeId)
    {
        string clone = $"{PathOf(volumeId)}-{Guid.NewGuid():n}{CloneSuffix}";
        return FileClone.TryClone(PathOf(volumeId), clone) ? new VolumeImage(clone, isClone: true) : new VolumeImage(PathOf(volumeId), isClone: false);
    }

    /// <summary>Removes what a crash has left: unfinished files, clones, and volumes that nobody knows.</summary>
    public void Sweep(Func<string, bool> isKnown)
    {
        foreach (string path in Directory.EnumerateFiles(_directory))
        {
            if (!isKnown(Path.GetFileName(path))) File.Delete(path);
        }
    }

    private static async Task FillAsync(SafeFileHandle file, ISnapshotReader content, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(
            content.ListBlocksAsync(0, cancellationToken),
            cancellationToken,
            async (block, stop) =>
            {
                using var buffer = BlockBuffer.Rent();
                await content.ReadBlockAsync(block.Index, buffer.Memory, stop);
                int count = BlockGeometry.BytesInBlock(content.Info.Length, block.Index);
                await RandomAccess.WriteAsync(file, buffer.Memory[..count], block.Index * BlockGeometry.BlockSize, stop);
            });
}
