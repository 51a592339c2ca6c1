using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Core.Service;

/// <summary>Fills the inventory of a transfer from the workspace: sites, settings, the machine and its newest recovery point.</summary>
internal sealed class TransferInventories(EngineServices services)
{
    private const string Region = "region";
    private const string Zone = "zone";
    private const string InstanceType = "instanceType";
    private const string AccessNodeSetting = "accessNode";
    private const string DriverFolder = "driverFolder";

    private readonly GuestInspection _guests = new(services);

    public async Task<(TransferInventory Inventory, GuestFacts Facts, DateTimeOffset? TakenAt)> OfAsync(
        ReplicatedVM vm, MethodRequest request, CancellationToken cancellationToken)
    {
        ISite source = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        ISite target = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        ReplicationGroup group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken);
        Machine machine = await source.FindMachineAsync(vm.PrimaryMachineId, cancellationToken) ?? throw new ReplicationException(
            "SourceMachineNotFound", $"VM {vm.Name}", $"Site {source.Definition.Name} has no machine {vm.PrimaryMachineId}.", "the machine that is protected.");
        LaunchSettings launch = (vm.Launch ?? new LaunchSettings()).Over(group.Launch);
        (GuestFacts facts, DateTimeOffset? takenAt) = request.InspectGuest
            ? await _guests.ReadAsync(vm, machine, source, target, request.PointId, cancellationToken) : (GuestFacts.NothingKnown, null);
        TransferGuest guest = facts.ToTransferGuest();
        if (guest.OperatingSystem.Family is null) guest = guest with { OperatingSystem = guest.OperatingSystem with { Family = GuestFamilies.Of(machine.OperatingSystem) } };

        string? instanceType = launch.InstanceType ?? Setting(target, InstanceType);
        MachineDisk[] disks = [.. machine.Disks.Where(disk => !vm.ExcludedDisks.Contains(disk.Id))];
        var inventory = new TransferInventory(
            new TransferSource(vm.Name, source.Definition.SiteKind, disks.Length)
            {
                LongestDiskBytes = disks.Length == 0 ? null : disks.Max(disk => disk.Length),
                OnNitro = source.Definition.SiteKind == SiteKind.Aws ? InstanceFamilies.NvmeVolumes(machine.InstanceType) : null,
            },
            new TransferDestination(target.Definition.SiteKind)
            {
                Region = Setting(target, Region),
                Zone = Setting(target, Zone),
                InstanceType = instanceType,
                NvmeVolumes = InstanceFamilies.NvmeVolumes(instanceType),
            },
            await NodeAsync(request.AccessNode ?? group.Transfer?.AccessNodeId ?? Setting(target, AccessNodeSetting), target, cancellationToken))
        {
            Guest = guest,
            GuestCredentials = request.GuestCredentials,
            AllowNvmeTarget = request.AllowNvmeTarget,
            Strict = request.Strict,
            GuestAddresses = launch.GuestAddresses ?? new Dictionary<int, string>(),
        };
        return (inventory, facts, takenAt);
    }

    /// <summary>A machine at the destination by its name or id, else this computer, of which nobody claims that it is an EC2 instance.</summary>
    private static async Task<AccessNode> NodeAsync(string? name, ISite target, CancellationToken cancellationToken)
    {
        if (name is null) return new AccessNode(Environment.MachineName, OperatingSystem.IsWindows() ? GuestFamily.Windows : GuestFamily.Linux, OnAmazon: false);
        Machine node = await MachineLookup.FindAsync(target, name, cancellationToken);
        return new AccessNode(node.Name, GuestFamilies.Of(node.OperatingSystem), target.Definition.SiteKind == SiteKind.Aws)
        {
            Region = Setting(target, Region),
            Zone = node.Zone,
            HoldsDrivers = Setting(target, DriverFolder) is not null,
        };
    }

    private static string? Setting(ISite site, string name) => site.Definition.Settings.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
}
