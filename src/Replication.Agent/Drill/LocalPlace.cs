using Replication.Core.Machines;
using Replication.Core.Service;
using Replication.Core.Sites;

namespace Replication.Agent.Drill;

/// <summary>A Local site: a folder.</summary>
internal sealed class LocalPlace(string siteName, string folder) : DrillPlace(siteName)
{
    public override SiteKind Kind => SiteKind.Local;

    /// <summary>The disks of a drill hold no system that could be started.</summary>
    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["path"] = folder,
        [LocalSiteSettings.HypervisorName] = LocalSiteSettings.NoHypervisor,
    };

    public override IReadOnlyDictionary<string, string> RecoverySettings => new Dictionary<string, string>
    {
        ["path"] = $"{folder}-recovered",
        [LocalSiteSettings.HypervisorName] = LocalSiteSettings.NoHypervisor,
        ["store"] = Path.Combine(folder, ".replica-store"),
    };

    public override async Task<Machine> ImportAsync(ReplicationService service, string name, IReadOnlyList<string> images, CancellationToken cancellationToken) =>
        await ((IMachineImporter)await service.Sites.OpenAsync(SiteName, cancellationToken)).ImportMachineAsync(name, images, cancellationToken: cancellationToken);

    public override string FileOf(MachineDisk disk) => disk.Path;

    public override Task LoseAsync(CancellationToken cancellationToken)
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }
}
