using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Failback.Facts;
using static Replication.Core.Tests.Rules.FailbackLab;

namespace Replication.Core.Tests.Rules;

/// <summary>Master targets, hosts, datastores and the machines themselves.</summary>
public class FailbackTargetRulesTests
{
    [Fact]
    public void FBK_15_by_default_a_Windows_machine_comes_to_the_master_target_on_the_configuration_server()
    {
        Assert.Equal("Its master target is mt by default.", Good().Worst("FBK-15", "MasterTargetMissing").Found);
        Breaks("FBK-15", "MasterTargetMissing", good => good.With(vm => vm with { OperatingSystem = new(GuestFamily.Linux, "rhel", "8.4") }),
            good => good.With(vm => vm with { OperatingSystem = GuestOperatingSystem.Unknown }));
        Breaks("FBK-15", "MasterTargetMissing", good => good.With(vm => vm with { MasterTarget = "gone" }));
        Breaks("FBK-15", "MasterTargetMissing", good => good.WithTarget(target => target with { OnConfigurationServer = false }));
    }

    [Fact]
    public void FBK_16_a_master_target_has_60_disks_over_all_machines_and_with_its_own()
    {
        FailbackInventory three = Good().WithMore(2); // 3 machines, 2 disks attached
        Assert.Equal(FindingStatus.Passed, three.With(vm => vm with { DiskCount = vm.Name == "web01" ? 18 : 20 }).Worst("FBK-16", "MasterTargetFull").Status); // 58
        Finding full = three.With(vm => vm with { DiskCount = vm.Name == "web01" ? 19 : 20 }).Worst("FBK-16", "MasterTargetFull"); // 59
        Assert.True(full.Blocks);
        Assert.Equal("web01, web02, web03 need 59 disks; it has 58 of 60 slots.", full.Found);
        Assert.True(three.WithTarget(target => target with { AttachedDisks = 0 }).With(vm => vm with { DiskCount = 21 }).Worst("FBK-16", "MasterTargetFull").Blocks);
        Assert.Equal(FindingStatus.Unknown, three.With(vm => vm with { DiskCount = null }).Worst("FBK-16", "MasterTargetFull").Status);
    }

    [Fact]
    public void FBK_17_much_traffic_advises_a_master_target_of_its_own()
    {
        FailbackInventory good = Good().With(vm => vm with { ChangedBytesPerDay = 1L << 40 });
        Breaks("FBK-17", "MasterTargetBusy", inventory => inventory.With(vm => vm with { ChangedBytesPerDay = (1L << 40) + 1 }),
            inventory => inventory.With(vm => vm with { ChangedBytesPerDay = null }), FindingSeverity.Warning, good);
    }

    [Fact]
    public void FBK_18_a_group_is_all_Windows_or_all_Linux()
    {
        FailbackInventory group = Good().WithMore(1).With(vm => vm with { Group = "web" });
        Finding failed = Breaks(
            "FBK-18", "MixedOsGroup", good => good.With(vm => vm.Name == "web02" ? vm with { OperatingSystem = new(GuestFamily.Linux) } : vm),
            good => good.With(vm => vm.Name == "web02" ? vm with { OperatingSystem = GuestOperatingSystem.Unknown } : vm), good: group);
        Assert.Equal(("Group web", "Windows: web01; Linux: web02."), (failed.Target, failed.Found));
    }

    [Fact]
    public void FBK_19_a_group_has_one_master_target() => Breaks(
        "FBK-19", "GroupNeedsOneMasterTarget",
        good => good.With(vm => vm.Name == "web02" ? vm with { MasterTarget = "mt2" } : vm) with { MasterTargets = [Mt, Mt with { Name = "mt2", OnConfigurationServer = false }] },
        good: Good().WithMore(1).With(vm => vm with { Group = "web" }));

    [Theory]
    [InlineData("2016", "2019", FindingStatus.Failed)]
    [InlineData("2016", "2016", FindingStatus.Passed)]
    [InlineData("2019", "2016", FindingStatus.Passed)]
    [InlineData("2012", "2012 R2", FindingStatus.Failed)]
    [InlineData("2012 R2", "2012", FindingStatus.Passed)]
    [InlineData("1803", "2016", FindingStatus.Passed)]
    [InlineData("1803", "2019", FindingStatus.Failed)]
    [InlineData("1709", "1803", FindingStatus.Failed)]
    [InlineData("next", "2019", FindingStatus.Unknown)]
    public void FBK_20_a_Windows_master_target_is_of_the_same_or_a_higher_version(string target, string machine, FindingStatus expected) => Assert.Equal(
        expected,
        Good().WithTarget(mt => mt with { OperatingSystem = Server2016 with { Version = target } }).With(vm => vm with { OperatingSystem = Server2016 with { Version = machine } })
            .Worst("FBK-20", "MasterTargetOsTooOld").Status);

    [Theory]
    [InlineData("rhel", "7.10", "rhel", "7.9", FindingStatus.Passed)]
    [InlineData("rhel", "7.9", "rhel", "7.10", FindingStatus.Failed)]
    [InlineData("ubuntu", "18.04", "ubuntu", "18.04", FindingStatus.Passed)]
    [InlineData("ubuntu", "22.04", "rhel", "7.9", FindingStatus.Unknown)]
    public void FBK_20_a_Linux_master_target_is_of_the_same_or_a_higher_version(string target, string version, string machine, string machineVersion, FindingStatus expected) => Assert.Equal(
        expected,
        Good().WithTarget(mt => mt with { OperatingSystem = new(GuestFamily.Linux, target, version) })
            .With(vm => vm with { MasterTarget = "mt", OperatingSystem = new(GuestFamily.Linux, machine, machineVersion) }).Worst("FBK-20", "MasterTargetOsTooOld").Status);

    [Fact]
    public void FBK_21_a_master_target_has_no_snapshots()
    {
        Finding failed = Breaks("FBK-21", "MasterTargetHasSnapshots", good => good.WithTarget(mt => mt with { Snapshots = ["before patch"] }), good => good.WithTarget(mt => mt with { Snapshots = null }));
        Assert.Contains("before patch", failed.Found);
    }

    [Fact]
    public void FBK_22_a_master_target_has_no_Paravirtual_SCSI_controller() => Breaks(
        "FBK-22", "MasterTargetParavirtualScsi", good => good.WithTarget(mt => mt with { ScsiControllers = ["LsiLogic", "ParaVirtual"] }),
        good => good.WithTarget(mt => mt with { ScsiControllers = null }));

    [Fact]
    public void FBK_23_a_master_target_has_an_LSI_Logic_controller()
    {
        Breaks("FBK-23", "MasterTargetNeedsLsiLogic", good => good.WithTarget(mt => mt with { ScsiControllers = [] }), good => good.WithTarget(mt => mt with { ScsiControllers = null }));
        Breaks("FBK-23", "MasterTargetNeedsLsiLogic", good => good.WithTarget(mt => mt with { ScsiControllers = ["BusLogic"] }));
    }

    [Fact]
    public void FBK_32_a_master_target_runs_what_the_machine_runs()
    {
        Breaks("FBK-32", "MasterTargetOsMismatch", good => good.With(vm => vm with { MasterTarget = "mt", OperatingSystem = new(GuestFamily.Linux, "rhel", "8.4") }),
            good => good.With(vm => vm with { MasterTarget = "mt", OperatingSystem = GuestOperatingSystem.Unknown }));
    }

    [Fact]
    public void FBK_33_a_master_target_that_Storage_vMotion_may_move_is_warned_about() => Breaks(
        "FBK-33", "MasterTargetNotExcludedFromVMotion", good => good.WithTarget(mt => mt with { ExcludedFromStorageVMotion = false }),
        good => good.WithTarget(mt => mt with { ExcludedFromStorageVMotion = null }), FindingSeverity.Warning);

    [Fact]
    public void FBK_34_disks_that_were_moved_are_named_with_the_way_out()
    {
        Finding failed = Breaks("FBK-34", "DisksMoved", good => Moved(good, "[ds7] web01/web01.vmdk"), good => Moved(good, null));
        Assert.Equal("VM web01, disk disk0", failed.Target);
        Assert.Contains("no longer at [ds1] web01/web01.vmdk but at [ds7] web01/web01.vmdk", failed.Found);
        Assert.Contains("attach it to web01 by hand, then start it", failed.Fix);
        static FailbackInventory Moved(FailbackInventory good, string? path) => good.With(vm => vm with { Disks = [vm.Disks[0] with { PathNow = path }] });
    }

    [Fact]
    public void FBK_46_a_master_target_has_tools() => Breaks(
        "FBK-46", "MasterTargetNoTools", good => good.WithTarget(mt => mt with { Tools = false }), good => good.WithTarget(mt => mt with { Tools = null }));

    [Fact]
    public void FBK_47_a_master_target_has_disk_EnableUUID()
    {
        Finding absent = Breaks("FBK-47", "MasterTargetDiskUuid", good => good.WithTarget(mt => mt with { Parameters = new Dictionary<string, string>() }),
            good => good.WithTarget(mt => mt with { Parameters = null }));
        Assert.Equal("disk.EnableUUID is absent.", absent.Found);
        Breaks("FBK-47", "MasterTargetDiskUuid", good => good.WithTarget(mt => mt with { Parameters = new Dictionary<string, string> { ["disk.EnableUUID"] = "FALSE" } }));
    }

    [Theory]
    [InlineData(DatastoreAccess.ReadOnly, "read-only")]
    [InlineData(DatastoreAccess.NotMounted, "not mounted")]
    public void FBK_48_the_datastore_of_the_machine_is_writable_at_the_master_target_s_host(DatastoreAccess access, string state)
    {
        Finding failed = Breaks(
            "FBK-48", "DatastoreNotWritable", good => good.WithHost(host => host with { Datastores = [.. host.Datastores!.Select(one => one.Name == "ds1" ? one with { Access = access } : one)] }),
            good => good.WithHost(host => host with { Datastores = null }));
        Assert.Equal($"Datastore ds1 is {state} on esx1.", failed.Found);
    }

    [Fact]
    public void FBK_49_a_host_without_vCenter_means_a_new_machine_on_the_master_target_s_host()
    {
        FailbackDestination destination = FailbackDestination.Of(Web01 with { Home = Web01.Home with { UnderVCenter = false } }, Mt)!;
        Assert.Equal((true, "esx1", "ds1"), (destination.IsNew, destination.Host, destination.Datastore));
        FailbackDestination existing = FailbackDestination.Of(Web01, Mt)!;
        Assert.Equal((false, null, "ds1"), (existing.IsNew, existing.Host, existing.Datastore));
        Assert.Null(FailbackDestination.Of(Web01 with { Home = Web01.Home with { UnderVCenter = null } }, Mt));
    }

    [Fact]
    public void FBK_50_the_datastore_of_a_new_machine_is_reached_by_the_master_target_s_host()
    {
        FailbackInventory good = Good().With(vm => vm with { Home = vm.Home with { UnderVCenter = false } });
        Breaks("FBK-50", "DatastoreNotAccessible", inventory => inventory.With(vm => vm with { Home = vm.Home with { Datastore = "ds-far" } }),
            inventory => inventory.WithHost(host => host with { Datastores = null }), good: good);
    }

    [Fact]
    public void FBK_51_a_machine_that_was_deleted_at_home_is_made_anew_on_the_master_target_s_host()
    {
        FailbackDestination destination = FailbackDestination.Of(Web01 with { Home = new HomeMachine { Exists = false } }, Mt)!;
        Assert.Equal((true, "esx1", "ds-mt"), (destination.IsNew, destination.Host, destination.Datastore));
    }

    [Fact]
    public void FBK_52_another_location_is_the_master_target_s_datastore_and_host()
    {
        FailbackInventory good = Good().With(vm => vm with { Home = vm.Home with { AlternateLocation = true, Datastore = "ds-mt" } });
        Breaks("FBK-52", "AlternateLocationUsesMasterTargetDatastore", inventory => inventory.With(vm => vm with { Home = vm.Home with { Datastore = "ds1" } }),
            inventory => inventory.WithTarget(mt => mt with { Datastore = null }), good: good);
        FailbackDestination destination = FailbackDestination.Of(good.Machines[0], Mt)!;
        Assert.Equal(("esx1", "ds-mt"), (destination.Host, destination.Datastore));
    }

    [Fact]
    public void FBK_53_the_host_is_discovered_before_a_physical_machine_comes_home() => Breaks(
        "FBK-53", "HostNotDiscovered", good => good.WithHost(host => host with { Discovered = false }), good => good.WithHost(host => host with { Discovered = null }),
        good: Good().With(vm => vm with { Physical = true }));

    [Fact]
    public void FBK_54_the_host_has_a_VMFS_datastore()
    {
        Breaks("FBK-54", "NoVmfsDatastore", good => good.WithHost(host => host with { Datastores = [] }), good => good.WithHost(host => host with { Datastores = null }));
        Breaks("FBK-54", "NoVmfsDatastore", good => good.WithHost(host => host with { Datastores = [new HostDatastore("ds1", DatastoreType.Nfs, DatastoreAccess.ReadWrite)] }));
    }

    [Fact]
    public void FBK_55_the_machine_and_the_master_target_share_no_disk_identifier()
    {
        Finding failed = Breaks("FBK-55", "DiskUuidClash", good => good.WithTarget(mt => mt with { DiskUuids = ["6000-B"] }), good => good.WithTarget(mt => mt with { DiskUuids = null }));
        Assert.Contains("6000-b", failed.Found);
    }

    [Theory]
    [InlineData(-15, "Wait: the agent registers up to 15 minutes after the start.")]
    [InlineData(-16, "See to the agent in the machine")]
    public void FBK_56_the_agent_has_registered_and_is_waited_for_a_quarter_of_an_hour(int started, string fix)
    {
        FailbackInventory good = Good(FailbackOperation.Reprotect);
        Finding failed = Breaks("FBK-56", "AgentNotRegistered", inventory => inventory.With(vm => vm with { AgentRegistered = false, StartedAt = Now.AddMinutes(started) }),
            inventory => inventory.With(vm => vm with { AgentRegistered = null }), good: good);
        Assert.StartsWith(fix, failed.Fix);
    }

    [Fact]
    public void FBK_57_the_machine_at_home_stays_off()
    {
        Breaks("FBK-57", "PrimaryMustStayOff", good => Home(good, PowerState.Running), good => Home(good, PowerState.Unknown));
        Assert.Equal(FindingStatus.NotApplicable, Good().With(vm => vm with { Home = new HomeMachine { Exists = false } }).Worst("FBK-57", "PrimaryMustStayOff").Status);
        static FailbackInventory Home(FailbackInventory good, PowerState power) => good.With(vm => vm with { Home = vm.Home with { Power = power } });
    }

    [Fact]
    public void FBK_58_a_group_comes_home_through_a_recovery_plan_with_values_for_every_machine()
    {
        FailbackInventory good = Good().WithMore(1).With(vm => vm with { Group = "web" }) with { RecoveryPlan = new FailbackPlan("drill", ["vm-1", "vm-2"]) };
        Breaks("FBK-58", "GroupNeedsRecoveryPlan", inventory => inventory with { RecoveryPlan = null }, good: good);
        Finding partial = Breaks("FBK-58", "GroupNeedsRecoveryPlan", inventory => inventory with { RecoveryPlan = new FailbackPlan("drill", ["vm-1"]) }, good: good);
        Assert.Contains("web02", partial.Found);
    }

    [Fact]
    public void FBK_59_a_datastore_on_NFS_is_no_target()
    {
        Breaks("FBK-59", "DatastoreTypeNotSupported", good => Type(good, DatastoreType.Nfs));
        Assert.Equal(FindingStatus.Passed, Type(Good(), DatastoreType.VSan).Worst("FBK-59", "DatastoreTypeNotSupported").Status);
        static FailbackInventory Type(FailbackInventory good, DatastoreType type) =>
            good.WithHost(host => host with { Datastores = [.. host.Datastores!.Select(one => one.Name == "ds1" ? one with { Type = type } : one)] });
    }

    [Fact]
    public void FBK_60_78052_the_name_of_a_new_machine_is_free_on_the_host() => Breaks(
        "FBK-60", "NameInUseOnHost", good => good.WithHost(host => host with { MachineNames = ["WEB01"] }), good => good.WithHost(host => host with { MachineNames = null }),
        good: Good().With(vm => vm with { Home = new HomeMachine { Exists = false } }));

    [Fact]
    public void FBK_60_78093_the_machine_runs_while_it_is_reprotected() => Breaks(
        "FBK-60", "VmNotRunning", good => good.With(vm => vm with { Power = PowerState.Off }), good => good.With(vm => vm with { Power = PowerState.Unknown }),
        good: Good(FailbackOperation.Reprotect));

    [Fact]
    public void FBK_60_8061_a_datastore_that_is_not_accessible_is_named() => Assert.Equal(
        "Datastore ds-far is not mounted on esx1.",
        Good().With(vm => vm with { Home = vm.Home with { UnderVCenter = false, Datastore = "ds-far" } }).Worst("FBK-50", "DatastoreNotAccessible").Found);

    [Fact]
    public void FBK_60_8038_the_host_has_the_memory_to_start_the_machine() => Breaks(
        "FBK-60", "HostMemoryTooLow", good => good.WithHost(host => host with { FreeMemoryBytes = 4 * GiB - 1 }), good => good.WithHost(host => host with { FreeMemoryBytes = null }),
        good: Good().With(vm => vm with { Home = new HomeMachine { Exists = false } }));
}
