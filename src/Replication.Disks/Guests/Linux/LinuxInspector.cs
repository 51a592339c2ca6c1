using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>The facts of a Linux guest out of its tree of files.</summary>
internal static class LinuxInspector
{
    public static async ValueTask<GuestFacts> InspectAsync(
        GuestFacts facts, GuestTree tree, IVolumeReader reader, ReadOnlyMemory<byte> bootSector, CancellationToken cancellationToken)
    {
        IReadOnlyList<FstabEntry>? fstab = null;
        Fact<IReadOnlyList<string>>? fstabFact = null;
        try
        {
            if (await tree.ReadTextAsync(Fstab.Path, cancellationToken) is { } text) fstab = Fstab.Parse(text);
            FstabMounts.Apply(tree, fstab ?? [], reader);
        }
        catch (ReplicationException e)
        {
            fstabFact = Fact<IReadOnlyList<string>>.Unknown(e.Message);
        }

        try
        {
            (var system, string source) = await LinuxRelease.ReadAsync(tree, cancellationToken);
            facts = facts with { OperatingSystem = system, OperatingSystemSource = $"{tree.Root.Identity.Place}, {source}" };
        }
        catch (ReplicationException e)
        {
            facts = facts with { OperatingSystem = new GuestOperatingSystem(GuestFamily.Linux), OperatingSystemSource = e.Message };
        }

        return facts with
        {
            Linux = new LinuxFacts
            {
                SshEnabled = await FactReader.ReadAsync(() => SshFacts.ReadAsync(tree, cancellationToken)),
                FirewallPermitsSsh = await FactReader.ReadAsync(() => HostFirewallFacts.ReadAsync(tree, cancellationToken)),
                Drivers = await LinuxDrivers.ReadAsync(tree, cancellationToken),
                BootLoader = await FactReader.ReadAsync(() => BootLoaderFacts.ReadAsync(tree, bootSector, cancellationToken)),
                RootFileSystem = Fact<string>.Known(tree.Root.Identity.FileSystem, tree.Root.Identity.Place),
                StaticAddresses = await FactReader.ReadAsync(() => StaticAddresses.ReadAsync(tree, cancellationToken)),
                FstabDeviceNames = fstabFact ?? FstabFacts.Read(fstab),
            },
        };
    }
}
