using Amazon.EC2;
using Amazon.EC2.Model;

namespace Replication.Aws.Ec2.Waiting;

/// <summary>The states of EC2 resources that the engine waits for, and the states from which they cannot come any more.</summary>
public sealed class Ec2Waiters(IAmazonEC2 ec2, ResourceWaiter waiter)
{
    public Task<IReadOnlyDictionary<string, Instance>> InstancesRunningAsync(
        IReadOnlyCollection<string> ids, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        InstancesAsync(InstanceStateName.Running, [InstanceStateName.Stopping, InstanceStateName.ShuttingDown, InstanceStateName.Terminated], ids, options, cancellationToken);

    public Task<IReadOnlyDictionary<string, Instance>> InstancesStoppedAsync(
        IReadOnlyCollection<string> ids, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        InstancesAsync(InstanceStateName.Stopped, [InstanceStateName.ShuttingDown, InstanceStateName.Terminated], ids, options, cancellationToken);

    /// <summary>An instance that is not listed any more is terminated as well.</summary>
    public Task<IReadOnlyDictionary<string, Instance>> InstancesTerminatedAsync(
        IReadOnlyCollection<string> ids, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        InstancesAsync(InstanceStateName.Terminated, [], ids, options, cancellationToken);

    public Task<IReadOnlyDictionary<string, Volume>> VolumesAvailableAsync(
        IReadOnlyCollection<string> ids, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        VolumesAsync(VolumeState.Available, _ => true, [VolumeState.Deleting, VolumeState.Deleted, VolumeState.Error], ids, options, cancellationToken);

    /// <summary>In use, and every attachment done: before that the guest does not see the volume.</summary>
    public Task<IReadOnlyDictionary<string, Volume>> VolumesInUseAsync(
        IReadOnlyCollection<string> ids, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        VolumesAsync(
            VolumeState.InUse,
            volume => (volume.Attachments ?? []).TrueForAll(attachment => attachment.State == VolumeAttachmentState.Attached),
            [VolumeState.Deleting, VolumeState.Deleted, VolumeState.Error],
            ids,
            options,
            cancellationToken);

    public Task<IReadOnlyDictionary<string, Volume>> VolumesDeletedAsync(
        IReadOnlyCollection<string> ids, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        VolumesAsync(VolumeState.Deleted, _ => true, [], ids, options, cancellationToken);

    /// <param name="ids">Snapshots.</param>
    /// <param name="options">A first snapshot of a large volume takes hours: no default would be right.</param>
    /// <param name="cancellationToken">Ends the wait, not the snapshots.</param>
    public Task<IReadOnlyDictionary<string, Snapshot>> SnapshotsCompletedAsync(
        IReadOnlyCollection<string> ids, WaitOptions options, CancellationToken cancellationToken = default)
    {
        var target = new WaitTarget<Snapshot>(
            "snapshot",
            SnapshotState.Completed.Value,
            async (wanted, token) => ById(
                await ListAsync(ec2.Paginators.DescribeSnapshots(new DescribeSnapshotsRequest { SnapshotIds = [.. wanted] }).Snapshots, token), item => item.SnapshotId),
            item => Judge(
                item.State, SnapshotState.Completed, [SnapshotState.Error, SnapshotState.Recoverable], item.State == SnapshotState.Pending ? item.Progress : item.StateMessage));
        return waiter.WaitAsync(target, ids, options, cancellationToken);
    }

    public async Task<Image> ImageAvailableAsync(string id, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var target = new WaitTarget<Image>(
            "image",
            ImageState.Available.Value,
            async (wanted, token) => ById(
                await ListAsync(ec2.Paginators.DescribeImages(new DescribeImagesRequest { ImageIds = [.. wanted] }).Images, token), item => item.ImageId),
            item => Judge(
                item.State, ImageState.Available, [ImageState.Failed, ImageState.Error, ImageState.Invalid, ImageState.Deregistered], item.StateReason?.Message));
        return (await waiter.WaitAsync(target, [id], options ?? WaitOptions.Default, cancellationToken))[id];
    }

    /// <summary>Made, or detached from its instance.</summary>
    public Task<IReadOnlyDictionary<string, NetworkInterface>> NetworkInterfacesAvailableAsync(
        IReadOnlyCollection<string> ids, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var target = new WaitTarget<NetworkInterface>(
            "network interface",
            NetworkInterfaceStatus.Available.Value,
            async (wanted, token) => ById(
                await ListAsync(ec2.Paginators.DescribeNetworkInterfaces(new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [.. wanted] }).NetworkInterfaces, token),
                item => item.NetworkInterfaceId),
            item => Judge(item.Status, NetworkInterfaceStatus.Available, [], null));
        return waiter.WaitAsync(target, ids, options ?? WaitOptions.Default, cancellationToken);
    }

    private Task<IReadOnlyDictionary<string, Instance>> InstancesAsync(
        InstanceStateName wanted, InstanceStateName[] hopeless, IReadOnlyCollection<string> ids, WaitOptions? options, CancellationToken cancellationToken)
    {
        var target = new WaitTarget<Instance>(
            "instance",
            wanted.Value,
            async (asked, token) => ById(
                (await ListAsync(ec2.Paginators.DescribeInstances(new DescribeInstancesRequest { InstanceIds = [.. asked] }).Reservations, token))
                    .SelectMany(reservation => reservation.Instances ?? []),
                item => item.InstanceId),
            item => Judge(item.State?.Name, wanted, hopeless, item.StateReason?.Message),
            GoneIsReached: wanted == InstanceStateName.Terminated);
        return waiter.WaitAsync(target, ids, options ?? WaitOptions.Default, cancellationToken);
    }

    private Task<IReadOnlyDictionary<string, Volume>> VolumesAsync(
        VolumeState wanted, Func<Volume, bool> complete, VolumeState[] hopeless, IReadOnlyCollection<string> ids, WaitOptions? options, CancellationToken cancellationToken)
    {
        var target = new WaitTarget<Volume>(
            "volume",
            wanted.Value,
            async (asked, token) => ById(
                await ListAsync(ec2.Paginators.DescribeVolumes(new DescribeVolumesRequest { VolumeIds = [.. asked] }).Volumes, token), item => item.VolumeId),
            item => complete(item) ? Judge(item.State, wanted, hopeless, null) : new Observation(WaitVerdict.NotYet, "attaching"),
            GoneIsReached: wanted == VolumeState.Deleted);
        return waiter.WaitAsync(target, ids, options ?? WaitOptions.Default, cancellationToken);
    }

    private static Observation Judge<TState>(TState? state, TState wanted, TState[] hopeless, string? reason)
        where TState : Amazon.Runtime.ConstantClass => new(
            state is null ? WaitVerdict.NotYet : state.Equals(wanted) ? WaitVerdict.Reached : hopeless.Contains(state) ? WaitVerdict.Failed : WaitVerdict.NotYet,
            state?.Value ?? "unknown",
            reason);

    private static Dictionary<string, T> ById<T>(IEnumerable<T> items, Func<T, string?> id) =>
        items.Where(item => id(item) is not null).ToDictionary(item => id(item)!, StringComparer.Ordinal);

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        await foreach (T item in items.WithCancellation(cancellationToken)) list.Add(item);
        return list;
    }
}
