using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Machines;

namespace Replication.Hypervisors.Local;

/// <summary>
/// A stopped machine held at one instant. Where the file system can clone a file, the views read clones and the
/// originals are free again at once; elsewhere the originals are locked and checked until the end.
/// </summary>
internal sealed class LocalImage(
    Machine machine, DateTimeOffset capturedAt, IReadOnlyList<CapturedDisk> disks, IReadOnlyList<SourceStamp> stamps, string? cloneFolder) : IMachineImage
{
    public Machine Machine => machine;

    public DateTimeOffset CapturedAt => capturedAt;

    public IReadOnlyList<CapturedDisk> Disks => disks;

    public ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default)
    {
        foreach (SourceStamp stamp in stamps) stamp.EnsureUnchanged();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (CapturedDisk disk in disks) await disk.View.DisposeAsync();
        foreach (SourceStamp stamp in stamps) stamp.Dispose();
        if (cloneFolder is not null && Directory.Exists(cloneFolder)) Directory.Delete(cloneFolder, recursive: true);
    }
}
