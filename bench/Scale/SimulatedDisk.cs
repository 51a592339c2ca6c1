using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Snapshots;

namespace Replication.Bench.Scale;

/// <summary>A captured machine whose one disk, one block long, is all zeros: there is nothing to move.</summary>
internal sealed class SimulatedDisk(Machine machine) : IMachineImage, IDiskView
{
    public const long Bytes = BlockGeometry.BlockSize;

    public Machine Machine => machine;

    public DateTimeOffset CapturedAt { get; } = TimeProvider.System.GetUtcNow();

    public IReadOnlyList<CapturedDisk> Disks => [new CapturedDisk(machine.Disks[0], this)];

    public long Length => Bytes;

    public int LogicalSectorSize => 512;

    public string Format => "simulated";

    public ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer.Span.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
