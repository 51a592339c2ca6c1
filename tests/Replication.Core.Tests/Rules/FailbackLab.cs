using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Tests.Rules;

/// <summary>A failback for which everything is in order, and ways to break one thing of it.</summary>
internal static class FailbackLab
{
    public const long GiB = 1L << 30;

    public static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly GuestOperatingSystem Server2016 = new(GuestFamily.Windows, "Windows Server", "2016");

    public static FailbackMachine Web01 => new()
    {
        Id = "vm-1",
        Name = "web01",
        OperatingSystem = Server2016,
        DiskCount = 2,
        MemoryBytes = 4 * GiB,
        Network = "vnet-dr",
        KeptAddresses = true,
        ChangedBytesPerDay = 10 * GiB,
        Power = PowerState.Running,
        StartedAt = Now.AddHours(-1),
        AgentRegistered = true,
        ReplicatesHome = true,
        HasRecoveryPoint = true,
        Home = new HomeMachine { Exists = true, Power = PowerState.Off, UnderVCenter = true, Datastore = "ds1", DiskUuids = ["6000-a", "6000-b"] },
        Disks = [new ReplicatedDisk("disk0", "[ds1] web01/web01.vmdk", "[ds1] web01/web01.vmdk")],
    };

    public static RetentionVolume R => new()
    {
        Path = "R:",
        FileSystem = "NTFS",
        CapacityBytes = 100 * GiB,
        Locked = false,
        UsedFor = "",
        HoldsInstallation = false,
    };

    public static MasterTarget Mt => new()
    {
        Name = "mt",
        OperatingSystem = Server2016,
        OnConfigurationServer = true,
        Host = "esx1",
        Datastore = "ds-mt",
        AttachedDisks = 2,
        Snapshots = [],
        ScsiControllers = ["LsiLogic"],
        Tools = true,
        Parameters = new Dictionary<string, string> { ["disk.EnableUUID"] = "TRUE" },
        ExcludedFromStorageVMotion = true,
        DiskUuids = ["6000-x"],
        Volumes = [R],
    };

    public static EsxiHost Host => new()
    {
        Name = "esx1",
        Discovered = true,
        Datastores =
        [
            new HostDatastore("ds1", DatastoreType.Vmfs, DatastoreAccess.ReadWrite), new HostDatastore("ds-mt", DatastoreType.Vmfs, DatastoreAccess.ReadWrite),
        ],
        FreeMemoryBytes = 64 * GiB,
        MachineNames = ["mt"],
    };

    public static FailbackInventory Good(FailbackOperation operation = FailbackOperation.Failback) => new()
    {
        Operation = operation,
        ConfigurationServer = new ConfigurationServer
        {
            Name = "cs",
            Connected = true,
            LastHeartbeat = Now.AddMinutes(-1),
            Address = "10.0.0.5",
            FormerAddress = "10.0.0.5",
            Nics = [new ServerNic("nic0", NicPurpose.Source, ["10.0.0.0/24", "10.0.1.0/24"]), new ServerNic("nic1", NicPurpose.Failback, ["10.0.0.0/24"])],
            Machines = ["vm-1"],
            FailbackPolicy = FailbackPolicy.Values,
        },
        ProcessServers = [new ProcessServer { Name = "ps", InCloud = true, Network = "vnet-dr", RoundTripMilliseconds = 1.5 }],
        MasterTargets = [Mt],
        Hosts = [Host],
        Links = [new SiteLink(LinkKind.SiteToSiteVpn) { Nic = "nic1", BitsPerSecond = 100_000_000 }],
        Ports =
        [
            new PortProbe("web01", "cs", 443, true), new PortProbe("web01", "ps", 9443, true), new PortProbe("ps", "cs", 443, true), new PortProbe("ps", "mt", 9443, true),
        ],
        Traffic = [new TrafficSample("web01", "ps", 5000), new TrafficSample("ps", "mt", 5000)],
        Machines = [Web01],
    };

    public static FailbackInventory With(this FailbackInventory inventory, Func<FailbackMachine, FailbackMachine> change) =>
        inventory with { Machines = [.. inventory.Machines.Select(change)] };

    public static FailbackInventory WithTarget(this FailbackInventory inventory, Func<MasterTarget, MasterTarget> change) =>
        inventory with { MasterTargets = [.. inventory.MasterTargets.Select(change)] };

    public static FailbackInventory WithServer(this FailbackInventory inventory, Func<ConfigurationServer, ConfigurationServer> change) =>
        inventory with { ConfigurationServer = change(inventory.ConfigurationServer!) };

    public static FailbackInventory WithProcess(this FailbackInventory inventory, Func<ProcessServer, ProcessServer> change) =>
        inventory with { ProcessServers = [.. inventory.ProcessServers.Select(change)] };

    public static FailbackInventory WithHost(this FailbackInventory inventory, Func<EsxiHost, EsxiHost> change) =>
        inventory with { Hosts = [.. inventory.Hosts.Select(change)] };

    /// <summary>Adds machines like the first one, under names and ids of their own.</summary>
    public static FailbackInventory WithMore(this FailbackInventory inventory, int count) => inventory with
    {
        Machines = [.. inventory.Machines, .. Enumerable.Range(2, count).Select(number => Web01 with { Id = $"vm-{number}", Name = $"web0{number}" })],
    };

    public static IReadOnlyList<Finding> Evaluate(this FailbackInventory inventory) => FailbackRules.Evaluate(inventory, new FixedTime(Now));

    /// <summary>The one finding of this rule and id that is worst: failed, else unknown, else passed.</summary>
    public static Finding Worst(this FailbackInventory inventory, string rule, string errorId) => inventory.Evaluate()
        .Where(finding => finding.RuleId == rule && finding.ErrorId == errorId)
        .OrderBy(finding => finding.Status switch { FindingStatus.Failed => 0, FindingStatus.Unknown => 1, FindingStatus.Passed => 2, _ => 3 }).First();

    /// <summary>The rule passes for the good inventory, refuses the broken one and is Unknown for one without the facts.</summary>
    public static Finding Breaks(
        string rule, string errorId, Func<FailbackInventory, FailbackInventory> broken, Func<FailbackInventory, FailbackInventory>? unknown = null,
        FindingSeverity severity = FindingSeverity.Error, FailbackInventory? good = null)
    {
        good ??= Good();
        Assert.Equal(FindingStatus.Passed, good.Worst(rule, errorId).Status);
        if (unknown is not null) Assert.Equal(FindingStatus.Unknown, unknown(good).Worst(rule, errorId).Status);
        Finding failed = broken(good).Worst(rule, errorId);
        Assert.Equal((FindingStatus.Failed, severity), (failed.Status, failed.Severity));
        Assert.All([failed.Target, failed.Found, failed.Needed, failed.Fix], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        return failed;
    }
}
