using Replication.Core.Machines;
using Replication.Core.Transfer;

namespace Replication.Aws.HotAdd;

/// <summary>Takes a boot volume to the access node for its drivers and back.</summary>
internal sealed class GuestPreparation(HotAddParts parts, VolumeHolds holds, Injection injection) : IGuestPreparation
{
    /// <summary>A machine that has an instance type runs on EC2 already and boots as it is.</summary>
    public bool Concerns(Machine machine) =>
        machine.InstanceType is null && Injection.Concerns(parts.Options, GuestFamilies.Of(machine.OperatingSystem), boot: true);

    public async Task GetReadyAsync(string? nodeId, CancellationToken cancellationToken) =>
        await injection.GetReadyAsync((await parts.Nodes.ResolveAsync(nodeId, cancellationToken)).InstanceId, cancellationToken);

    public async Task PrepareAsync(string volumeId, string? nodeId, CancellationToken cancellationToken)
    {
        if (await injection.IsDoneAsync(volumeId, cancellationToken)) return;
        try
        {
            await injection.RunAsync(await holds.HoldAsync(volumeId, nodeId, volumeId, cancellationToken), cancellationToken);
        }
        finally
        {
            await holds.ReleaseAllAsync(volumeId);
        }
    }
}
