using Amazon.EC2.Model;
using Replication.Aws.HotAdd.Drivers;
using Replication.Aws.Sites;
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

    private readonly DriverDownload _download = new(parts.Options.DriverArchives, parts.Options.Proxy, parts.Log);

    /// <summary>What would be fetched. Errors: DriverInjectionUnavailable, DriverFolderIncomplete for what is not fetched.</summary>
    public IReadOnlyList<DriverArchive> Check() => [.. _download.MissingIn(Require())];

    /// <summary>Gets ready to put drivers into guests. Errors: DriverDownloadFailed and those of <see cref="Check"/>.</summary>
    public Task GetReadyAsync(string node, CancellationToken cancellationToken) => _download.FillAsync(Require(), node, cancellationToken);

    public async Task RunAsync(AttachedVolume volume, CancellationToken cancellationToken)
    {
        if (await IsDoneAsync(volume.VolumeId, cancellationToken)) return;
        RequireTools();
        DriverFolder drivers = DriverFolder.Open(parts.Options.DriverFolder!);
        // The last blocks were written and the snapshot taken: from here on the device is the injector's.
        volume.Device.Dispose();
        await injector.InjectAsync(volume.Device.Path, drivers, cancellationToken);
        await parts.Ec2.CreateTagsAsync(
            new CreateTagsRequest { Resources = [volume.VolumeId], Tags = [new Tag { Key = HotAddTags.Injected, Value = drivers.Digest() }] }, cancellationToken);
    }

    /// <summary>Whether a volume has the drivers that the folder holds now. Error: DriverFolderIncomplete.</summary>
    public async Task<bool> IsDoneAsync(string volumeId, CancellationToken cancellationToken)
    {
        string digest = DriverFolder.Open(parts.Options.DriverFolder!).Digest();
        List<Volume> found = await parts.Lookup.VolumesByIdAsync([volumeId], cancellationToken);
        return found.Exists(volume => volume.Tags.Get(HotAddTags.Injected) == digest);
    }

    private DriverFolder Require()
    {
        RequireTools();
        return DriverFolder.Open(parts.Options.DriverFolder!, parts.Options.DriverArchives.Select(archive => archive.Holds).ToHashSet());
    }

    private void RequireTools()
    {
        if (injector.Unavailable is not { } reason) return;
        throw new ReplicationException(
            "DriverInjectionUnavailable", "Access node", reason, "the means to write the guest's file system and registry.",
            "Install them and run the job again, or install the drivers on the source and remove the site's driver folder.");
    }
}
