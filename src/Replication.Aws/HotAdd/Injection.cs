using Amazon.EC2.Model;
using Replication.Core.Errors;
using Replication.Core.Rules;

namespace Replication.Aws.HotAdd;

/// <summary>
/// The step that puts drivers into a Windows guest's boot volume while it is on the access node. The volume says by a tag which
/// drivers it has, so a repetition does nothing twice.
/// </summary>
internal sealed class Injection(HotAddParts parts, IDriverInjector injector)
{
    /// <summary>Whether a disk gets drivers: the boot disk of a Windows guest, where the site has a driver folder.</summary>
    public static bool Concerns(HotAddOptions options, GuestFamily? guest, bool boot) => options.DriverFolder is not null && guest == GuestFamily.Windows && boot;

    /// <summary>Errors: DriverFolderIncomplete, DriverInjectionUnavailable.</summary>
    public DriverFolder Require()
    {
        DriverFolder drivers = DriverFolder.Open(parts.Options.DriverFolder!);
        return injector.Unavailable is not { } reason ? drivers : throw new ReplicationException(
            "DriverInjectionUnavailable", "Access node", reason, "the means to write the guest's file system and registry.",
            "Install them and run the job again, or install the drivers on the source and remove the site's driver folder.");
    }

    public async Task RunAsync(AttachedVolume volume, CancellationToken cancellationToken)
    {
        DriverFolder drivers = Require();
        string digest = drivers.Digest();
        List<Volume> found = await parts.Lookup.VolumesByIdAsync([volume.VolumeId], cancellationToken);
        if (found.Exists(item => item.Tags?.Exists(tag => tag.Key == HotAddTags.Injected && tag.Value == digest) == true)) return;
        await injector.InjectAsync(volume.Device.Path, drivers, cancellationToken);
        await parts.Ec2.CreateTagsAsync(
            new CreateTagsRequest { Resources = [volume.VolumeId], Tags = [new Tag { Key = HotAddTags.Injected, Value = digest }] }, cancellationToken);
    }
}
