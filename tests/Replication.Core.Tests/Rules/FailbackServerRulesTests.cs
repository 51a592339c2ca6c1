using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Failback.Facts;
using static Replication.Core.Tests.Rules.FailbackLab;

namespace Replication.Core.Tests.Rules;

/// <summary>Configuration server, policy, links, process servers, ports.</summary>
public class FailbackServerRulesTests
{
    [Theory]
    [InlineData(FailbackOperation.Reprotect)]
    [InlineData(FailbackOperation.Failback)]
    public void FBK_01_a_failback_for_which_everything_is_in_order_has_nothing_failed_and_nothing_unknown(FailbackOperation operation) =>
        Assert.DoesNotContain(Good(operation).Evaluate(), finding => finding.Status is FindingStatus.Failed or FindingStatus.Unknown);

    [Fact]
    public void FBK_01_failback_before_a_healthy_reprotection_is_refused()
    {
        Finding failed = Breaks("FBK-01", "NotReprotected", good => good.With(vm => vm with { ReplicatesHome = false }), good => good.With(vm => vm with { ReplicatesHome = null }));
        Assert.Equal("Reprotect web01 and wait for a healthy recovery point before failing back.", failed.Fix);
        Breaks("FBK-01", "NotReprotected", good => good.With(vm => vm with { HasRecoveryPoint = false }), good => good.With(vm => vm with { HasRecoveryPoint = null }));
        Assert.DoesNotContain(Good(FailbackOperation.Reprotect).Evaluate(), finding => finding.ErrorId == "NotReprotected");
    }

    [Fact]
    public void FBK_02_the_configuration_server_runs_and_reports()
    {
        Breaks("FBK-02", "ConfigServerNotConnected", good => good.WithServer(server => server with { Connected = false }),
            good => good.WithServer(server => server with { Connected = null, LastHeartbeat = null }));
        Finding old = Breaks("FBK-02", "ConfigServerNotConnected", good => good.WithServer(server => server with { LastHeartbeat = Now.AddMinutes(-15).AddSeconds(-1) }));
        Assert.Contains("2026-05-04 11:44:59Z", old.Found);
        Assert.Equal(FindingStatus.Passed, Good().WithServer(server => server with { LastHeartbeat = Now.AddMinutes(-15) }).Worst("FBK-02", "ConfigServerNotConnected").Status);
        Assert.Equal(FindingStatus.Unknown, (Good() with { ConfigurationServer = null }).Worst("FBK-02", "ConfigServerMissing").Status);
    }

    [Fact]
    public void FBK_03_the_configuration_database_has_the_machine()
    {
        Finding failed = Breaks("FBK-03", "VmNotInConfigDatabase", good => good.WithServer(server => server with { Machines = ["vm-9"] }), good => good.WithServer(server => server with { Machines = null }));
        Assert.Equal("VM web01", failed.Target);
        Assert.Equal("Failback is impossible: it is not in the configuration database of cs.", failed.Found);
    }

    [Fact]
    public void FBK_04_a_restored_configuration_server_has_the_same_address()
    {
        Finding failed = Breaks("FBK-04", "ConfigServerAddressChanged", good => good.WithServer(server => server with { Address = "10.0.0.6" }), good => good.WithServer(server => server with { Address = null }));
        Assert.Equal("Its address was 10.0.0.5 and is 10.0.0.6.", failed.Found);
        Assert.DoesNotContain(Good().WithServer(server => server with { FormerAddress = null }).Evaluate(), finding => finding.ErrorId == "ConfigServerAddressChanged");
    }

    [Fact]
    public void FBK_05_kept_addresses_need_a_private_link_with_the_failback_interface()
    {
        Breaks("FBK-05", "RetainedIpNeedsPrivateLink", good => good with { Links = [] }, good => good with { Links = [new SiteLink(LinkKind.SiteToSiteVpn)] });
        Breaks("FBK-05", "RetainedIpNeedsPrivateLink", good => good with { Links = [new SiteLink(LinkKind.SiteToSiteVpn) { Nic = "nic0" }] });
        Breaks("FBK-05", "RetainedIpNeedsPrivateLink", good => good with { Links = [new SiteLink(LinkKind.ExpressRoutePublic) { Nic = "nic1" }] });
        Assert.DoesNotContain((Good() with { Links = [] }).With(vm => vm with { KeptAddresses = false }).Evaluate(), finding => finding.ErrorId == "RetainedIpNeedsPrivateLink");
    }

    [Fact]
    public void FBK_06_kept_addresses_need_two_interfaces()
    {
        Breaks("FBK-06", "ConfigServerNeedsTwoNics", good => good.WithServer(server => server with { Nics = [server.Nics![1]] }), good => good.WithServer(server => server with { Nics = null }));
        Breaks("FBK-06", "ConfigServerNeedsTwoNics", good => good.WithServer(server => server with { Nics = [server.Nics![0], server.Nics[0]] }));
        Assert.DoesNotContain(
            Good().WithServer(server => server with { Nics = [server.Nics![1]] }).With(vm => vm with { KeptAddresses = false }).Evaluate(), finding => finding.ErrorId == "ConfigServerNeedsTwoNics");
    }

    [Fact]
    public void FBK_07_ranges_of_one_interface_do_not_overlap()
    {
        Finding failed = Breaks("FBK-07", "SubnetOverlap", good => good.WithServer(server => server with { Nics = [new ServerNic("nic0", NicPurpose.Source, ["10.2.0.0/24", "10.1.0.0/16", "10.1.5.0/24"])] }));
        Assert.Equal("Configuration server cs, interface nic0", failed.Target);
        Assert.Equal("10.1.0.0/16 overlaps 10.1.5.0/24.", failed.Found);
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.0/24", true)]
    [InlineData("10.0.0.0/8", "10.255.255.0/24", true)]
    [InlineData("10.255.255.0/24", "10.0.0.0/8", true)]
    [InlineData("0.0.0.0/0", "192.168.1.1/32", true)]
    [InlineData("10.0.0.0/24", "10.0.1.0/24", false)]
    [InlineData("10.0.0.128/25", "10.0.0.0/25", false)]
    [InlineData("10.0.0.9/24", "10.0.0.200/25", true)] // host bits do not count
    [InlineData("10.0.0.0/24", "2001:db8::/32", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::/48", true)]
    public void FBK_07_two_ranges_overlap_or_not(string one, string other, bool overlap) => Assert.Equal(overlap, AddressRange.Overlaps(one, other));

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("office")]
    [InlineData("")]
    public void FBK_07_what_is_no_range_is_refused_as_bad_input(string text) =>
        Assert.Equal("InventoryInvalid", Assert.Throws<ReplicationException>(() => AddressRange.Overlaps("10.0.0.0/8", text)).ErrorId);

    [Fact]
    public void FBK_08_a_process_server_is_registered() => Breaks("FBK-08", "ProcessServerMissing", good => good with { ProcessServers = [] });

    [Fact]
    public void FBK_09_data_goes_through_a_process_server()
    {
        Breaks("FBK-09", "DataPathBypassed", good => good with { Traffic = [.. good.Traffic, new TrafficSample("web01", "mt", 1)] }, good => good with { Traffic = [] });
        Breaks("FBK-09", "DataPathBypassed", good => good with { Traffic = [new TrafficSample("web01", "ps", 5000)] });
    }

    [Fact]
    public void FBK_10_a_process_server_far_away_is_warned_about()
    {
        Breaks("FBK-10", "ProcessServerFar", good => good.WithProcess(server => server with { RoundTripMilliseconds = 10.5 }),
            good => good.WithProcess(server => server with { RoundTripMilliseconds = null }), FindingSeverity.Warning);
        Assert.Equal(FindingStatus.Passed, Good().WithProcess(server => server with { RoundTripMilliseconds = 10 }).Worst("FBK-10", "ProcessServerFar").Status);
    }

    [Theory]
    [InlineData(LinkKind.SiteToSiteVpn, FindingSeverity.Error)]
    [InlineData(LinkKind.ExpressRoutePublic, FindingSeverity.Error)]
    [InlineData(LinkKind.ExpressRoutePrivate, FindingSeverity.Warning)]
    public void FBK_11_a_process_server_at_home_does_for_a_proof_of_concept_over_private_peering(LinkKind link, FindingSeverity severity)
    {
        FailbackInventory home = Good().WithProcess(server => server with { InCloud = false }) with { Links = [new SiteLink(link)] };
        Assert.Equal(severity, home.Worst("FBK-11", "ProcessServerOnPremNeedsExpressRoute").Severity);
        Assert.DoesNotContain(Good().Evaluate(), finding => finding.RuleId == "FBK-11");
    }

    [Fact]
    public void FBK_12_the_process_server_is_in_the_machine_s_network() => Breaks(
        "FBK-12", "ProcessServerWrongNetwork", good => good.WithProcess(server => server with { Network = "vnet-other" }), good => good.With(vm => vm with { Network = null }));

    [Fact]
    public void FBK_13_the_process_server_reaches_the_configuration_server()
    {
        Finding failed = Breaks("FBK-13", "ProcessServerCannotReach", good => Port(good, "ps", "cs", false), good => Port(good, "ps", "cs", null));
        Assert.Equal("ps -> cs:443", failed.Target);
    }

    [Fact]
    public void FBK_14_the_process_server_reaches_the_master_target()
    {
        Finding failed = Breaks("FBK-14", "ProcessServerCannotReach", good => Port(good, "ps", "mt", false), good => Port(good, "ps", "mt", null));
        Assert.Equal("ps -> mt:9443", failed.Target);
    }

    [Fact]
    public void FBK_24_the_failback_policy_is_associated_because_it_comes_with_the_other() => Breaks(
        "FBK-25", "FailbackPolicyMissing", good => good.WithServer(server => server with { FailbackPolicy = null }));

    [Theory]
    [InlineData(16, 24, 60)]
    [InlineData(15, 25, 60)]
    [InlineData(15, 24, 240)]
    public void FBK_26_the_failback_policy_has_its_values(int rpo, int retention, int consistent)
    {
        Assert.Equal(new FailbackPolicyValues(15, 24, 60), FailbackPolicy.Values);
        Assert.Equal((TimeSpan.FromMinutes(15), 24, TimeSpan.FromHours(1)), (FailbackPolicy.Policy.RpoThreshold, FailbackPolicy.Policy.RecoveryHistory, FailbackPolicy.Policy.RecoveryPointInterval));
        Breaks("FBK-26", "FailbackPolicyChanged", good => good.WithServer(server => server with { FailbackPolicy = new FailbackPolicyValues(rpo, retention, consistent) }));
    }

    [Theory]
    [InlineData(LinkKind.Internet, FindingStatus.Failed)]
    [InlineData(LinkKind.ExpressRoutePublic, FindingStatus.Failed)]
    [InlineData(LinkKind.SiteToSiteVpn, FindingStatus.Passed)]
    [InlineData(LinkKind.ExpressRoutePrivate, FindingStatus.Passed)]
    public void FBK_28_only_a_private_link_will_do(LinkKind kind, FindingStatus expected)
    {
        Assert.Equal(expected, (Good() with { Links = [new SiteLink(kind)] }).Worst("FBK-28", "NoPrivateLink").Status);
        Assert.Equal(FindingStatus.Failed, (Good() with { Links = [] }).Worst("FBK-28", "NoPrivateLink").Status);
    }

    [Fact]
    public void FBK_29_machines_of_a_group_reach_one_another_and_every_port_that_was_tried_counts()
    {
        FailbackInventory group = Good().WithMore(1).With(vm => vm with { Group = "web" });
        Finding[] between = [.. group.Evaluate().Where(finding => finding is { RuleId: "FBK-29", Status: FindingStatus.Unknown })];
        Assert.Equal(["web01 -> web02:20004", "web02 -> web01:20004"], between.Select(finding => finding.Target));
        Finding closed = (Good() with { Ports = [.. Good().Ports, new PortProbe("cs", "vcenter", 443, false)] }).Worst("FBK-29", "PortClosed");
        Assert.Equal(("cs -> vcenter:443", true), (closed.Target, closed.Blocks));
    }

    [Fact]
    public void FBK_29_a_data_port_of_another_number_is_taken_for_the_data_port()
    {
        FailbackInventory changed = Good() with { Ports = [.. Good().Ports.Select(probe => probe.Port == 9443 ? probe with { Port = 9555 } : probe)] };
        Assert.Equal(("ps -> mt:9555", FindingStatus.Passed), (changed.Worst("FBK-14", "ProcessServerCannotReach").Target, changed.Worst("FBK-14", "ProcessServerCannotReach").Status));
    }

    [Fact]
    public void FBK_30_the_machine_reaches_the_process_server() => Breaks(
        "FBK-30", "VmCannotReachProcessServer", good => Port(good, "web01", "ps", false), good => Port(good, "web01", "ps", null));

    [Fact]
    public void FBK_31_the_link_carries_what_changes_or_a_warning_has_the_numbers()
    {
        FailbackInventory good = Good().With(vm => vm with { ChangedBytesPerDay = 1_080_000_000_000 }); // 100 Mbit/s for a day
        Finding failed = Breaks(
            "FBK-31", "BandwidthTooLow", inventory => inventory.With(vm => vm with { ChangedBytesPerDay = 1_090_800_000_000 }),
            inventory => inventory.With(vm => vm with { ChangedBytesPerDay = null }), FindingSeverity.Warning, good);
        Assert.Equal("The machines change 101 Mbit/s; the widest private link carries 100 Mbit/s.", failed.Found);
    }

    [Fact]
    public void FBK_60_95226_the_machine_reaches_the_configuration_server() => Breaks(
        "FBK-60", "VmCannotReachConfigServer", good => Port(good, "web01", "cs", false), good => Port(good, "web01", "cs", null));

    private static FailbackInventory Port(FailbackInventory inventory, string from, string to, bool? open) =>
        inventory with { Ports = [.. inventory.Ports.Select(probe => probe.From == from && probe.To == to ? probe with { Open = open } : probe)] };
}
