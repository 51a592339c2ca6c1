using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Runtime;

namespace Replication.Agent.Drill;

/// <summary>A region of the drill's own cloud.</summary>
internal sealed class AwsPlace(string siteName, DrillCloud cloud, string region) : DrillPlace(siteName)
{
    public override SiteKind Kind => SiteKind.Aws;

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["region"] = region,
        ["serviceUrl"] = cloud.Address.AbsoluteUri,
    };

    public override Task<LaunchSettings?> MakeTestNetworkAsync(CancellationToken cancellationToken) => cloud.MakeTestNetworkAsync(region, cancellationToken)!;

    /// <summary>An instance launched from snapshots of the images.</summary>
    public override async Task<Machine> ImportAsync(ReplicationService service, string name, IReadOnlyList<string> images, CancellationToken cancellationToken)
    {
        ISite site = await service.Sites.OpenAsync(SiteName, cancellationToken);
        var contents = new Dictionary<string, DiskContent>();
        var disks = new List<MachineDisk>();
        try
        {
            foreach ((int position, string path) in images.Index())
            {
                IDiskView view = await Tools.DiskImages.OpenAsync(path, cancellationToken: cancellationToken);
                disks.Add(new MachineDisk { Id = $"disk{position}", Position = position, Path = "", Length = view.Length, Boot = position == 0 });
                contents.Add(disks[^1].Id, new DiskContent(view));
            }

            var machine = new Machine { Id = Guid.NewGuid().ToString(), Name = name, OperatingSystem = "Linux", Firmware = Firmware.Bios, Disks = disks };
            return await site.CreateMachineAsync(
                new MachineSpecification(machine, contents, MachineRole.Production) { Start = true }, cancellationToken: cancellationToken);
        }
        finally
        {
            foreach (DiskContent content in contents.Values) await content.View.DisposeAsync();
        }
    }

    public override string FileOf(MachineDisk disk) => cloud.VolumeFile(region, disk.Path);

    public override Task LoseAsync(CancellationToken cancellationToken) => cloud.LoseAsync(region, cancellationToken);
}
