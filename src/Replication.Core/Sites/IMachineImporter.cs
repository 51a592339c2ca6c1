using Replication.Core.Machines;

namespace Replication.Core.Sites;

/// <summary>A site that can take existing disk images as a new machine.</summary>
public interface IMachineImporter
{
    /// <summary>Copies the images (the first one is the boot disk); the originals stay where they are.</summary>
    Task<Machine> ImportMachineAsync(
        string name, IReadOnlyList<string> diskPaths, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default);
}
