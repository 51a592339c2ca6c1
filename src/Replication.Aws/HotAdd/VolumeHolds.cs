using System.Collections.Concurrent;
using Amazon.EC2;
using Amazon.EC2.Model;
using Microsoft.Extensions.Logging;
using Replication.Aws.Sites;
using Replication.Core.Errors;

namespace Replication.Aws.HotAdd;

/// <summary>
/// The volumes that this process has on the access node: attached when first needed, detached when their VM is let go of.
/// Nothing stays attached when nobody writes (PRC-09).
/// </summary>
internal sealed partial class VolumeHolds(HotAddParts parts) : IDisposable
{
    private const string DeviceFolder = "/dev/";

    private readonly ILogger _log = parts.Log;
    private readonly SemaphoreSlim _one = new(1);
    private readonly ConcurrentDictionary<string, AttachedVolume> _held = new(StringComparer.Ordinal);

    /// <summary>The volume on its node, attached if it was not; one that a killed process has left there is taken over.</summary>
    public async Task<AttachedVolume> HoldAsync(string volumeId, string? nodeId, string holder, CancellationToken cancellationToken)
    {
        if (_held.TryGetValue(volumeId, out AttachedVolume? present)) return present;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_held.TryGetValue(volumeId, out present)) return present;
            AccessNode node = await parts.Nodes.ResolveAsync(nodeId, cancellationToken);
            try
            {
                return _held[volumeId] = await OpenAsync(volumeId, node, holder, cancellationToken);
            }
            catch
            {
                // Attached or not: what could not be opened is of no use here.
                await DetachQuietlyAsync(volumeId, node.InstanceId);
                throw;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Detaches one volume, wherever it is attached on the node, and waits until it is free.</summary>
    public async Task ReleaseAsync(string volumeId, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await DetachAsync(volumeId, onlyFrom: null, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lets go of everything of one VM, or of everything. What fails is left for the next opening of the store.</summary>
    public async Task ReleaseAllAsync(string? holder = null)
    {
        await _one.WaitAsync();
        try
        {
            foreach (AttachedVolume held in _held.Values.Where(item => holder is null || item.Holder == holder).ToList())
                await DetachQuietlyAsync(held.VolumeId, held.Node.InstanceId);
        }
        finally
        {
            if (holder is not null) parts.Slots.Release(holder);
            _one.Release();
        }
    }

    public void Dispose()
    {
        foreach (AttachedVolume held in _held.Values) held.Device.Dispose();
        _one.Dispose();
    }

    private static string SlotOf(string device) => device.StartsWith(DeviceFolder, StringComparison.Ordinal) ? device[DeviceFolder.Length..] : device;

    /// <summary>Another program that was faster with a slot has it; then the next one is tried (PRC-13).</summary>
    private static bool IsTaken(AmazonEC2Exception error) =>
        error.ErrorCode == "InvalidParameterValue" && error.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase);

    private async Task<string> AttachAsync(string volumeId, AccessNode node, string holder, CancellationToken cancellationToken)
    {
        Volume? volume = (await parts.Lookup.VolumesByIdAsync([volumeId], cancellationToken)).Find(item => item.VolumeId == volumeId);
        if (volume?.Attachments is [{ InstanceId: { } instance, Device: { } device } attachment, ..] && attachment.State != VolumeAttachmentState.Detaching)
            return instance == node.InstanceId ? SlotOf(device) : throw HotAddErrors.AttachedElsewhere(volumeId, instance, node.InstanceId);
        await parts.Wait.VolumesAvailableAsync([volumeId], null, cancellationToken);
        while (true)
        {
            string slot = await parts.Slots.TakeAsync(node, holder, cancellationToken);
            try
            {
                await parts.Attachments.AttachAsync(volumeId, node.InstanceId, DeviceFolder + slot, cancellationToken);
                return slot;
            }
            catch (AmazonEC2Exception error) when (IsTaken(error))
            {
                SlotTaken(slot, node.InstanceId);
            }
            catch (AmazonEC2Exception error) when (error.ErrorCode == "AttachmentLimitExceeded")
            {
                throw HotAddErrors.AttachmentLimit(node, error.Message);
            }
        }
    }

    private async Task<AttachedVolume> OpenAsync(string volumeId, AccessNode node, string holder, CancellationToken cancellationToken)
    {
        string slot = await AttachAsync(volumeId, node, holder, cancellationToken);
        Volume volume = (await parts.Wait.VolumesInUseAsync([volumeId], null, cancellationToken))[volumeId];
        string path = await parts.Paths.WaitAsync(node, slot, volumeId, cancellationToken);
        return new AttachedVolume(volumeId, node, holder, slot, BlockDevice.Open(path, volumeId, MachineMapper.VolumeBytes(volume)));
    }

    /// <param name="volumeId">Held or not.</param>
    /// <param name="onlyFrom">Instance; null for whichever it is attached to.</param>
    /// <param name="cancellationToken">Ends the wait, not the detachment.</param>
    private async Task DetachAsync(string volumeId, string? onlyFrom, CancellationToken cancellationToken)
    {
        // Whatever becomes of the detachment, the device is closed and never used again.
        if (_held.TryRemove(volumeId, out AttachedVolume? held)) held.Device.Dispose();
        Volume? volume = (await parts.Lookup.VolumesByIdAsync([volumeId], cancellationToken)).FirstOrDefault();
        if (volume?.Attachments is [{ InstanceId: { } instance }, ..] && (onlyFrom is null || instance == onlyFrom))
        {
            await parts.Attachments.DetachAsync(volumeId, instance, cancellationToken);
            await parts.Wait.VolumesAvailableAsync([volumeId], null, cancellationToken);
        }

        if (held is not null) parts.Slots.Return(held.Holder, held.Slot);
    }

    private async Task DetachQuietlyAsync(string volumeId, string node)
    {
        try
        {
            await DetachAsync(volumeId, node, CancellationToken.None);
        }
        catch (Exception error) when (error is ReplicationException || SiteErrors.IsOfService(error))
        {
            NotDetached(volumeId, node, error.Message);
        }
    }

    [LoggerMessage(3401, LogLevel.Debug, "Slot {Slot} of {Node} was taken by another program; the next one is tried.")]
    private partial void SlotTaken(string slot, string node);

    [LoggerMessage(3402, LogLevel.Warning, "Volume {Volume} stays attached to {Node} until the site is opened next: {Error}")]
    private partial void NotDetached(string volume, string node, string error);
}
