using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Tests.Rules;

public class MethodSelectionTests
{
    private static TransferMethodPlan Plan(TransferInventory inventory, RuleProfileName profile = RuleProfileName.Current, TransferMethod? forced = null) =>
        MethodSelection.Plan(inventory, RuleProfiles.Get(profile), forced);

    private static void IsBecause(TransferMethodPlan plan, TransferMethod method, MethodReasonKind reason, string rule)
    {
        Assert.Equal(method, plan.Method);
        MethodReason only = Assert.Single(plan.Reasons);
        Assert.Equal((reason, rule), (only.Kind, only.Rule));
    }

    private static Finding Finding(TransferMethodPlan plan, string errorId) => Assert.Single(plan.Findings, finding => finding.ErrorId == errorId);

    [Fact]
    public void AWS_01_from_AWS_to_AWS_a_node_off_Amazon_means_EBS() =>
        IsBecause(Plan(Inventories.From(SiteKind.Aws).OffAmazon()), TransferMethod.Ebs, MethodReasonKind.AccessNodeNotOnAmazon, "AWS-01");

    [Fact]
    public void AWS_02_from_AWS_to_AWS_a_node_in_another_region_means_EBS()
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.Aws).OtherRegion());
        Assert.Equal(TransferMethod.Ebs, plan.Method);
        Assert.Equal([("DifferentRegion", "AWS-02"), ("DifferentZone", "AWS-03")], plan.Reasons.Select(reason => (reason.Kind.ToString(), reason.Rule)));
    }

    [Fact]
    public void AWS_03_from_AWS_to_AWS_a_node_in_another_zone_means_EBS() =>
        IsBecause(Plan(Inventories.From(SiteKind.Aws).OtherZone()), TransferMethod.Ebs, MethodReasonKind.DifferentZone, "AWS-03");

    [Fact]
    public void AWS_04_from_AWS_to_AWS_without_guest_credentials_means_EBS() =>
        IsBecause(Plan(Inventories.From(SiteKind.Aws).NoCredentials()), TransferMethod.Ebs, MethodReasonKind.NoGuestCredentials, "AWS-04");

    [Fact]
    public void AWS_05_from_AWS_to_AWS_with_nothing_against_it_means_HotAdd()
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.Aws));
        IsBecause(plan, TransferMethod.HotAdd, MethodReasonKind.AccessNodeInPlace, "AWS-05");
        Assert.Equal(["xvdf", "xvdg"], plan.Slots);
        Assert.False(plan.Blocked);
    }

    [Fact]
    public void AWS_06_from_elsewhere_a_node_off_Amazon_means_import() =>
        IsBecause(Plan(Inventories.From(SiteKind.VMware).OffAmazon()), TransferMethod.Import, MethodReasonKind.AccessNodeNotOnAmazon, "AWS-06");

    [Fact]
    public void AWS_07_from_elsewhere_a_node_in_another_region_means_import() =>
        IsBecause(Plan(Inventories.From(SiteKind.VMware).OtherRegion()), TransferMethod.Import, MethodReasonKind.DifferentRegion, "AWS-07");

    [Fact]
    public void AWS_07_from_elsewhere_another_zone_of_the_region_is_no_reason_under_profile_current()
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.HyperV).OtherZone());
        Assert.Equal(TransferMethod.HotAdd, plan.Method);
        Assert.False(plan.Blocked);
    }

    [Fact]
    public void AWS_08_from_elsewhere_without_guest_credentials_means_import() =>
        IsBecause(Plan(Inventories.From(SiteKind.VMware).NoCredentials()), TransferMethod.Import, MethodReasonKind.NoGuestCredentials, "AWS-08");

    [Fact]
    public void AWS_09_a_static_address_means_import_under_profile_current() =>
        IsBecause(Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7).Static()), TransferMethod.Import, MethodReasonKind.StaticIp, "HOT-18");

    [Fact]
    public void AWS_09_a_GPT_boot_disk_means_import_under_profile_legacy()
    {
        IsBecause(Plan(Inventories.From(SiteKind.VMware).Gpt(), RuleProfileName.Legacy), TransferMethod.Import, MethodReasonKind.GptBoot, "WIN-08");
        Assert.Equal(TransferMethod.HotAdd, Plan(Inventories.From(SiteKind.VMware).Gpt()).Method);
    }

    [Fact]
    public void AWS_10_a_Linux_node_cannot_import_and_the_refusal_says_both_ways_out()
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware, node: GuestFamily.Linux).OffAmazon());
        Finding refusal = Finding(plan, "ImportNeedsWindowsNode");
        Assert.True(refusal.Blocks);
        Assert.Contains("access node i-node is not an Amazon instance", refusal.Found);
        Assert.StartsWith("Use a Windows access node, or remove the cause: ", refusal.Fix);
        var error = Assert.Throws<ReplicationException>(plan.Findings.ThrowIfBlocked);
        Assert.Equal("ImportNeedsWindowsNode", error.ErrorId);
        Assert.Equal(refusal.Target, error.Target);
        Assert.False(Plan(Inventories.From(SiteKind.VMware, node: GuestFamily.Windows).OffAmazon()).Blocked);
    }

    [Fact]
    public void AWS_10_a_static_address_and_a_Linux_node_have_no_method_and_two_ways_out()
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7, GuestFamily.Linux).Static());
        Finding refusal = Finding(plan, "ImportNeedsWindowsNode");
        Assert.True(refusal.Blocks);
        Assert.Contains("Use a Windows access node", refusal.Fix);
        Assert.Contains("use DHCP in the guest", refusal.Fix);
    }

    [Fact]
    public void AWS_10_a_node_of_unknown_system_is_not_taken_for_a_Windows_node()
    {
        TransferInventory inventory = Inventories.From(SiteKind.VMware).OffAmazon();
        Finding finding = Finding(Plan(inventory with { AccessNode = inventory.AccessNode with { System = null } }), "ImportNeedsWindowsNode");
        Assert.Equal(FindingStatus.Unknown, finding.Status);
    }

    [Theory]
    [InlineData(GuestFamily.Windows)]
    [InlineData(GuestFamily.Linux)]
    public void AWS_12_a_node_for_VMware_to_Amazon_may_run_Windows_or_Linux(GuestFamily node)
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7, node));
        Assert.Equal(TransferMethod.HotAdd, plan.Method);
        Assert.False(plan.Blocked);
    }

    [Theory]
    [InlineData("m5.large", true)]
    [InlineData("c7i.4xlarge", true)]
    [InlineData("i3.metal", true)]
    [InlineData("i3.large", false)]
    [InlineData("m4.10xlarge", false)]
    [InlineData("t2.micro", false)]
    [InlineData("", null)]
    [InlineData("large", null)]
    [InlineData(null, null)]
    public void AWS_17_the_generation_of_an_instance_type_is_told_by_its_family(string? type, bool? nvme) => Assert.Equal(nvme, InstanceFamilies.NvmeVolumes(type));

    [Theory]
    [InlineData(TransferOperation.Restore, "AWS-17")]
    [InlineData(TransferOperation.Replicate, "AWS-17")]
    public void AWS_17_a_restore_to_an_NVMe_guest_is_refused(TransferOperation operation, string rule) => RefusesNvme(operation, rule);

    [Fact]
    public void AWS_18_a_conversion_to_an_NVMe_guest_is_refused() => RefusesNvme(TransferOperation.Convert, "AWS-18");

    [Fact]
    public void AWS_19_an_auto_recovery_to_an_NVMe_guest_is_refused() => RefusesNvme(TransferOperation.AutoRecover, "AWS-19");

    private static void RefusesNvme(TransferOperation operation, string rule)
    {
        TransferInventory inventory = Inventories.From(SiteKind.VMware) with { Operation = operation };
        Assert.False(Plan(inventory).Blocked);
        Finding refused = Finding(Plan(inventory.Nvme()), "NvmeTargetNotSupported");
        Assert.True(refused.Blocks);
        Assert.Equal(rule, refused.RuleId);
        Assert.Contains("m5.large", refused.Found);
    }

    [Theory]
    [InlineData(true, true, FindingStatus.Passed)]
    [InlineData(false, true, FindingStatus.Failed)]
    [InlineData(true, false, FindingStatus.Failed)]
    [InlineData(null, true, FindingStatus.Failed)]
    [InlineData(null, null, FindingStatus.Failed)]
    public void AWS_17_profile_current_can_be_overridden_with_both_drivers_proven(bool? nvme, bool? ena, FindingStatus expected) =>
        Assert.Equal(expected, Finding(Plan(Inventories.From(SiteKind.VMware).Nvme(nvme, ena) with { AllowNvmeTarget = true }), "NvmeTargetNotSupported").Status);

    [Theory]
    [InlineData(true, true, null, FindingStatus.Passed)]
    [InlineData(null, null, true, FindingStatus.Passed)]
    [InlineData(false, true, null, FindingStatus.Failed)]
    [InlineData(true, false, false, FindingStatus.Failed)]
    [InlineData(true, null, false, FindingStatus.Unknown)]
    [InlineData(null, null, null, FindingStatus.Unknown)]
    public void AWS_17_profile_direct_wants_proven_drivers_or_a_source_on_Nitro(bool? nvme, bool? ena, bool? onNitro, FindingStatus expected) =>
        Assert.Equal(expected, Finding(Plan(Inventories.From(SiteKind.VMware).Nvme(nvme, ena, onNitro), RuleProfileName.Direct), "NvmeTargetNotSupported").Status);

    [Theory]
    [InlineData(SiteKind.Aws)]
    [InlineData(SiteKind.VMware)]
    public void HOT_01_a_node_off_Amazon_never_means_HotAdd(SiteKind source)
    {
        foreach (RuleProfileName profile in Enum.GetValues<RuleProfileName>())
        {
            Assert.NotEqual(TransferMethod.HotAdd, Plan(Inventories.From(source).OffAmazon(), profile).Method);
            Assert.Equal("MethodNotPossible", Assert.Throws<ReplicationException>(
                Plan(Inventories.From(source).OffAmazon(), profile, TransferMethod.HotAdd).Findings.ThrowIfBlocked).ErrorId);
        }
    }

    [Fact]
    public void HOT_02_HotAdd_serves_every_operation_for_a_listed_guest_and_none_for_another()
    {
        foreach (TransferOperation operation in Enum.GetValues<TransferOperation>())
        {
            Assert.Equal(TransferMethod.HotAdd, Plan(Inventories.From(SiteKind.VMware) with { Operation = operation }).Method);
            var solaris = new GuestOperatingSystem(null, "solaris", "11");
            IsBecause(Plan(Inventories.From(SiteKind.VMware, solaris) with { Operation = operation }), TransferMethod.Import, MethodReasonKind.OsNotListed, "HOT-02");
        }
    }

    [Fact]
    public void HOT_02_a_guest_that_runs_on_EC2_already_needs_no_conversion_and_is_not_looked_up() =>
        Assert.Equal(TransferMethod.HotAdd, Plan(Inventories.From(SiteKind.Aws, new GuestOperatingSystem(null, "solaris", "11"))).Method);

    [Fact]
    public void HOT_16_profile_direct_takes_HotAdd_where_it_moves_fewer_bytes_and_EBS_otherwise()
    {
        TransferInventory inventory = Inventories.From(SiteKind.VMware);
        IsBecause(Plan(inventory, RuleProfileName.Direct), TransferMethod.HotAdd, MethodReasonKind.AccessNodeInPlace, "HOT-16");
        TransferInventory elsewhere = inventory with { AccessNode = inventory.AccessNode with { HoldsData = false } };
        IsBecause(Plan(elsewhere, RuleProfileName.Direct), TransferMethod.Ebs, MethodReasonKind.DataNotAtAccessNode, "HOT-16");
        TransferInventory full = inventory with { Source = inventory.Source with { DiskCount = 22 } };
        IsBecause(Plan(full, RuleProfileName.Direct), TransferMethod.Ebs, MethodReasonKind.NoFreeSlots, "PRC-10");
    }

    [Fact]
    public void HOT_18_a_static_address_of_a_Linux_guest_selects_import_and_DHCP_does_not()
    {
        Assert.Equal(TransferMethod.HotAdd, Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7)).Method);
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7).Static());
        Assert.Equal(TransferMethod.Import, plan.Method);
        Assert.Contains("web01 has a static address on eth0", plan.Reasons[0].Text);
        Assert.Equal(TransferMethod.HotAdd, Plan(Inventories.From(SiteKind.VMware).Static()).Method); // Windows
    }

    [Fact]
    public void HOT_20_GPT_is_no_obstacle_under_profile_current() => Assert.Equal(TransferMethod.HotAdd, Plan(Inventories.From(SiteKind.VMware).Gpt()).Method);

    [Fact]
    public void NOD_01_profile_legacy_refuses_a_node_in_another_zone_and_names_both()
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware).OtherZone(), RuleProfileName.Legacy);
        Finding refusal = Finding(plan, "AccessNodeZoneMismatch");
        Assert.True(refusal.Blocks);
        Assert.Equal("Access node i-node", refusal.Target);
        Assert.Contains("eu-west-1b", refusal.Found);
        Assert.Contains("eu-west-1a", refusal.Found);
        TransferInventory unknown = Inventories.From(SiteKind.VMware);
        Assert.Equal(
            FindingStatus.Unknown,
            Finding(Plan(unknown with { Destination = unknown.Destination with { Zone = null } }, RuleProfileName.Legacy), "AccessNodeZoneMismatch").Status);
    }

    [Fact]
    public void NOD_02_a_Windows_node_injects_drivers_into_a_Windows_guest_and_nothing_else_does()
    {
        Assert.Contains(TransferStep.InjectDrivers, Plan(Inventories.From(SiteKind.VMware)).Steps);
        Assert.DoesNotContain(TransferStep.InjectDrivers, Plan(Inventories.From(SiteKind.VMware, node: GuestFamily.Linux)).Steps);
        Assert.DoesNotContain(TransferStep.InjectDrivers, Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7)).Steps);
    }

    [Theory]
    [InlineData(RuleProfileName.Direct, true, TransferMethod.HotAdd, true)]
    [InlineData(RuleProfileName.Direct, true, TransferMethod.Ebs, true)]
    [InlineData(RuleProfileName.Direct, true, TransferMethod.Import, false)]
    [InlineData(RuleProfileName.Direct, false, TransferMethod.HotAdd, false)]
    [InlineData(RuleProfileName.Current, true, TransferMethod.HotAdd, false)]
    [InlineData(RuleProfileName.Legacy, true, TransferMethod.HotAdd, false)]
    public void NOD_02_AWS_11_a_Linux_node_with_drivers_injects_them_under_profile_Direct_alone_and_then_asks_the_guest_for_none(
        RuleProfileName profile, bool holdsDrivers, TransferMethod method, bool injects)
    {
        TransferInventory inventory = Inventories.From(SiteKind.VMware, node: GuestFamily.Linux);
        inventory = inventory with { AccessNode = inventory.AccessNode with { HoldsDrivers = holdsDrivers } };

        TransferMethodPlan plan = MethodSelection.Plan(inventory, RuleProfiles.Get(profile), method);

        Assert.Equal(injects, plan.Steps.Contains(TransferStep.InjectDrivers));
        var facts = GuestFacts.NothingKnown with { OperatingSystem = inventory.Guest.OperatingSystem };
        Finding drivers = Assert.Single(GuestPrerequisites.Of(plan, inventory, facts, null), finding => finding.RuleId == "AWS-11");
        Assert.Equal(injects ? FindingStatus.NotApplicable : FindingStatus.Unknown, drivers.Status);
    }

    [Fact]
    public void NOD_02_neither_a_guest_that_runs_on_EC2_nor_a_Linux_guest_is_given_drivers_by_a_Linux_node()
    {
        foreach (TransferInventory inventory in (TransferInventory[])[Inventories.From(SiteKind.Aws, node: GuestFamily.Linux), Inventories.From(SiteKind.VMware, Inventories.Rhel7, GuestFamily.Linux)])
        {
            TransferInventory holding = inventory with { AccessNode = inventory.AccessNode with { HoldsDrivers = true } };
            Assert.DoesNotContain(TransferStep.InjectDrivers, Plan(holding, RuleProfileName.Direct).Steps);
        }
    }

    [Fact]
    public void PRC_01_the_steps_for_a_Windows_guest_are_in_the_order_of_the_document() => Assert.Equal(
        [
            TransferStep.CreateVolumes, TransferStep.AttachVolumes, TransferStep.RestoreData, TransferStep.TakeIntegritySnapshots, TransferStep.InjectDrivers,
            TransferStep.DetachVolumes, TransferStep.CreateOrReuseInstance,
        ],
        Plan(Inventories.From(SiteKind.VMware)).Steps);

    [Fact]
    public void PRC_02_the_steps_for_a_Linux_guest_have_no_injection() => Assert.Equal(
        [
            TransferStep.CreateVolumes, TransferStep.AttachVolumes, TransferStep.RestoreData, TransferStep.TakeIntegritySnapshots, TransferStep.DetachVolumes,
            TransferStep.CreateOrReuseInstance,
        ],
        Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7)).Steps);

    [Fact]
    public void PRC_08_profile_legacy_logs_on_to_a_Windows_guest_at_the_end_and_current_does_not()
    {
        Assert.Equal(TransferStep.LogOnAutomatically, Plan(Inventories.From(SiteKind.VMware), RuleProfileName.Legacy).Steps[^1]);
        Assert.DoesNotContain(TransferStep.LogOnAutomatically, Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7), RuleProfileName.Legacy).Steps);
        Assert.DoesNotContain(TransferStep.LogOnAutomatically, Plan(Inventories.From(SiteKind.VMware)).Steps);
    }

    [Fact]
    public void PRC_10_a_plan_refuses_disks_that_have_no_slot_before_anything_is_created()
    {
        TransferInventory inventory = Inventories.From(SiteKind.VMware);
        TransferMethodPlan plan = Plan(inventory with { Source = inventory.Source with { DiskCount = 22 } });
        Assert.Equal(TransferMethod.HotAdd, plan.Method);
        Assert.True(Finding(plan, "VolumeSlotsExhausted").Blocks);
        Assert.Empty(plan.Slots);
    }

    [Fact]
    public void AWS_05_a_forced_method_is_taken_and_the_plan_says_what_the_profile_chooses_and_why()
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware), forced: TransferMethod.Ebs);
        Assert.Equal((TransferMethod.Ebs, TransferMethod.HotAdd, true), (plan.Method, plan.ProfileMethod, plan.Forced));
        Finding warning = Finding(plan, "MethodNotOfProfile");
        Assert.Equal(FindingSeverity.Warning, warning.Severity);
        Assert.Contains("would have chosen HotAdd because access node i-node", warning.Found);
        Assert.False(plan.Blocked);
        Assert.DoesNotContain(Plan(Inventories.From(SiteKind.VMware), forced: TransferMethod.HotAdd).Findings, finding => finding.ErrorId == "MethodNotOfProfile");
    }

    [Theory]
    [InlineData("eu-west-1", "eu-west-1", "PlacementInvalid")]
    [InlineData("eu-west-1", "eu-west-10a", "PlacementInvalid")]
    [InlineData("eu-west-1", "us-east-1a", "PlacementInvalid")]
    [InlineData("eu-west-1", "eu-west-1a", null)]
    [InlineData("us-west-2", "us-west-2-lax-1a", null)]
    [InlineData(null, "us-west-2a", null)]
    [InlineData("us-west-2", null, null)]
    public void AWS_05_a_zone_has_to_be_one_of_its_region(string? region, string? zone, string? errorId)
    {
        TransferInventory inventory = Inventories.From(SiteKind.Aws);
        inventory = inventory with { AccessNode = inventory.AccessNode with { Region = region, Zone = zone } };
        Assert.Equal(errorId, (Record.Exception(() => Plan(inventory)) as ReplicationException)?.ErrorId);
    }

    [Fact]
    public void GEN_01_addresses_for_a_Windows_guest_are_carried_in_the_plan()
    {
        var addresses = new Dictionary<int, string> { [0] = "10.0.0.5" };
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware) with { GuestAddresses = addresses });
        Assert.Equal(addresses, plan.GuestAddresses);
        Assert.Equal(FindingStatus.Passed, Finding(plan, "NetworkOverrideNotSupported").Status);
    }

    [Theory]
    [InlineData(false, FindingSeverity.Warning)]
    [InlineData(true, FindingSeverity.Error)]
    public void GEN_02_addresses_for_a_Linux_guest_are_ignored_with_a_warning_or_refused(bool strict, FindingSeverity severity)
    {
        TransferMethodPlan plan = Plan(Inventories.From(SiteKind.VMware, Inventories.Rhel7) with
        {
            GuestAddresses = new Dictionary<int, string> { [0] = "10.0.0.5" },
            Strict = strict,
        });
        Assert.Empty(plan.GuestAddresses);
        Finding finding = Finding(plan, "NetworkOverrideNotSupported");
        Assert.Equal((FindingStatus.Failed, severity), (finding.Status, finding.Severity));
        Assert.Equal("Network settings of web01 were ignored: Linux VMs are replicated without network connections.", finding.Found);
        Assert.Equal(strict, plan.Blocked);
    }

    [Fact]
    public void GEN_06_user_checkpoints_stand_against_Hyper_V_to_VMware_and_nothing_else()
    {
        foreach (SiteKind source in new[] { SiteKind.HyperV, SiteKind.VMware, SiteKind.Local, SiteKind.Aws })
        {
            foreach (SiteKind destination in new[] { SiteKind.VMware, SiteKind.Aws, SiteKind.HyperV })
            {
                foreach (CheckpointKind? kind in new CheckpointKind?[] { null, CheckpointKind.User, CheckpointKind.Automatic, CheckpointKind.Recovery, CheckpointKind.Replica })
                {
                    TransferInventory inventory = Inventories.From(source) with { Destination = new TransferDestination(destination) };
                    inventory = inventory with { Source = inventory.Source with { Checkpoints = kind is { } some ? [new VMCheckpoint("before patch", some)] : [] } };
                    Finding[] found = [.. Plan(inventory).Findings.Where(finding => finding.ErrorId == "UserCheckpointsPresent")];
                    bool concerned = source == SiteKind.HyperV && destination == SiteKind.VMware;
                    Assert.Equal(concerned ? 1 : 0, found.Length);
                    Assert.Equal(concerned && kind == CheckpointKind.User, found.Any(finding => finding.Blocks));
                    Assert.All(found.Where(finding => finding.Blocks), finding => Assert.Contains("before patch", finding.Found));
                }
            }
        }
    }

    [Fact]
    public void GEN_06_a_destination_that_is_not_Amazon_has_none_of_its_methods()
    {
        TransferInventory inventory = Inventories.From(SiteKind.HyperV) with { Destination = new TransferDestination(SiteKind.VMware) };
        IsBecause(Plan(inventory), TransferMethod.Store, MethodReasonKind.DestinationNotAmazon, "GEN-06");
        Assert.True(Finding(Plan(inventory, forced: TransferMethod.Ebs), "MethodNotPossible").Blocks);
        Assert.True(Finding(Plan(Inventories.From(SiteKind.HyperV), forced: TransferMethod.Store), "MethodNotPossible").Blocks);
    }
}
