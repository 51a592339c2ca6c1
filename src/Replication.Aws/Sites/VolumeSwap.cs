using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2;
using Replication.Aws.Ec2.Waiting;

namespace Replication.Aws.Sites;

/// <summary>
/// Puts volumes into a stopped instance in place of those it has under the same device names, and deletes the former ones.
/// State is in tags and attachments alone, so repeating it after a crash at any call finishes it.
/// </summary>
internal sealed class VolumeSwap(SiteParts parts)
{
    private readonly VolumeAttachments _attachments = new(parts.Ec2, parts.Waiter, parts.Lookup);

    /// <summary>Attaches each volume at its device; what is there otherwise is detached.</summary>
    /// <param name="instanceId">Stopped.</param>
    /// <param name="wanted">Available volume, or one attached already, by device.</param>
    /// <param name="whole">Whether the instance is to have no other volume.</param>
    /// <param name="cancellationToken">Between the calls.</param>
    public async Task ApplyAsync(string instanceId, IReadOnlyDictionary<string, string> wanted, bool whole, CancellationToken cancellationToken)
    {
        Instance instance = await parts.Lookup.FindInstanceAsync(instanceId, cancellationToken) ?? throw SiteErrors.InstanceGone(instanceId);
        Dictionary<string, string> present = InstanceDevice.Attached(instance).ToDictionary(device => device.Name, device => device.VolumeId, StringComparer.Ordinal);
        string[] leaving = [.. present.Where(device => wanted.TryGetValue(device.Key, out string? volume) ? volume != device.Value : whole).Select(device => device.Value)];
        foreach (string volume in leaving) await _attachments.DetachAsync(volume, instanceId, cancellationToken);
        await parts.Wait.VolumesAvailableAsync(leaving, null, cancellationToken);
        foreach ((string device, string volume) in wanted)
        {
            if (present.TryGetValue(device, out string? there) && there == volume) continue;
            await _attachments.AttachAsync(volume, instanceId, device, cancellationToken);
        }

        await parts.Wait.VolumesInUseAsync([.. wanted.Values], null, cancellationToken);
    }

    /// <summary>Attached volumes outlive their instance unless told otherwise.</summary>
    public async Task DeleteWithInstanceAsync(string instanceId, IEnumerable<string> devices, bool delete, CancellationToken cancellationToken)
    {
        var request = new ModifyInstanceAttributeRequest
        {
            InstanceId = instanceId,
            BlockDeviceMappings = [.. devices.Select(device => new InstanceBlockDeviceMappingSpecification
            {
                DeviceName = device,
                Ebs = new EbsInstanceBlockDeviceSpecification { DeleteOnTermination = delete },
            })],
        };
        await parts.Waiter.UntilVisibleAsync(token => parts.Ec2.ModifyInstanceAttributeAsync(request, token), WaitOptions.Default, cancellationToken);
    }

    public Task DeleteAsync(string volumeId, CancellationToken cancellationToken) => _attachments.DeleteAsync(volumeId, cancellationToken);
}
