using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Profiles;
using Replication.Core.Rules.Slots;

namespace Replication.Core.Tests.Rules;

public class VolumeSlotsTests
{
    private static readonly string[] Letters = [.. "fghijklmnopqrstuvwxyz".Select(letter => $"xvd{letter}")];

    private static NodeDevices Node(GuestFamily? system, params string[] volumes) => new("i-node", system) { Volumes = volumes };

    private static VolumeSlots Slots(RuleProfileName profile, NodeDevices node, params string[] reserved) => new(RuleProfiles.Get(profile).Slots, node, reserved);

    [Theory]
    [InlineData(RuleProfileName.Direct)]
    [InlineData(RuleProfileName.Current)]
    [InlineData(RuleProfileName.Legacy)]
    public void PRC_10_a_Windows_node_has_the_21_slots_xvdf_to_xvdz(RuleProfileName profile)
    {
        VolumeSlots slots = Slots(profile, Node(GuestFamily.Windows, "/dev/sda1"));
        Assert.Equal(Letters, slots.Allocate("web01", 21));
        var error = Assert.Throws<ReplicationException>(() => slots.Allocate("web01", 22));
        Assert.Equal("VolumeSlotsExhausted", error.ErrorId);
        Assert.Contains("web01", error.Target);
        Assert.Contains("22", error.Found);
        Assert.Contains("21 of 21 slots (xvdf-xvdz)", error.Found);
    }

    [Fact]
    public void PRC_11_a_Linux_node_fills_xvdf_to_xvdz_first_and_40_of_the_47_names_in_all()
    {
        VolumeSlots slots = Slots(RuleProfileName.Current, Node(GuestFamily.Linux, "/dev/xvda"));
        string[] expected = [.. Letters, .. "abcdefghijklmnopqrs".Select(letter => $"xvdb{letter}")];
        Assert.Equal(40, expected.Length);
        Assert.Equal(expected, slots.Allocate("web01", 40));
        Assert.Equal(expected, slots.Allocate("web01", 40));
        Assert.Equal("VolumeSlotsExhausted", Assert.Throws<ReplicationException>(() => slots.Allocate("web01", 41)).ErrorId);
    }

    [Fact]
    public void PRC_12_a_Linux_node_of_the_legacy_profile_has_21_slots()
    {
        VolumeSlots slots = Slots(RuleProfileName.Legacy, Node(GuestFamily.Linux));
        Assert.Equal(Letters, slots.Allocate("web01", 21));
        Assert.Equal("PRC-12", slots.Check("web01", 22).RuleId);
        Assert.True(slots.Check("web01", 22).Blocks);
    }

    [Fact]
    public void PRC_13_volumes_that_are_attached_count_under_every_spelling_of_their_slot()
    {
        VolumeSlots slots = Slots(RuleProfileName.Current, Node(GuestFamily.Windows, "/dev/sda1", "/dev/sdf", "xvdh", "/dev/xvdi1"));
        Assert.Equal(18, slots.Free);
        Assert.Equal(["xvdg", "xvdj"], slots.Allocate("web01", 2));
    }

    [Fact]
    public void PRC_13_a_Linux_node_with_attached_volumes_stays_below_40_in_all()
    {
        VolumeSlots slots = Slots(RuleProfileName.Current, Node(GuestFamily.Linux, "/dev/xvda", "xvdf", "xvdbz"));
        Assert.Equal(38, slots.Free);
        Assert.True(slots.Check("web01", 39).Blocks);
    }

    [Fact]
    public void PRC_13_slots_that_another_job_reserved_are_not_given_again()
    {
        Assert.Equal(["xvdh"], Slots(RuleProfileName.Current, Node(GuestFamily.Linux), "xvdf", "xvdg").Allocate("web01", 1));
    }

    [Fact]
    public async Task PRC_13_jobs_that_race_for_one_node_never_get_the_same_slot()
    {
        var ledger = new VolumeSlotLedger();
        NodeDevices node = Node(GuestFamily.Linux, "/dev/xvda");
        IReadOnlyList<VolumeSlotRule> rules = RuleProfiles.Get(RuleProfileName.Current).Slots;
        VolumeSlotReservation[] taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(job => Task.Run(() => ledger.Reserve(rules, node, $"vm{job}", 2))));
        string[] names = [.. taken.SelectMany(reservation => reservation.Names)];
        Assert.Equal(40, names.Distinct().Count());
        Assert.Equal("VolumeSlotsExhausted", Assert.Throws<ReplicationException>(() => ledger.Reserve(rules, node, "late", 1)).ErrorId);

        taken[7].Dispose();
        taken[7].Dispose();
        using VolumeSlotReservation next = ledger.Reserve(rules, node, "late", 2);
        Assert.Equal(taken[7].Names.Order(), next.Names.Order());
    }

    [Fact]
    public void PRC_13_a_continued_job_claims_the_slots_of_its_journal_unless_another_has_one()
    {
        var ledger = new VolumeSlotLedger();
        using VolumeSlotReservation? first = ledger.TryClaim("i-node", ["xvdf", "xvdg"]);
        Assert.NotNull(first);
        Assert.Null(ledger.TryClaim("i-node", ["xvdg"]));
        Assert.NotNull(ledger.TryClaim("i-other", ["xvdg"]));
        using VolumeSlotReservation after = ledger.Reserve(RuleProfiles.Get(RuleProfileName.Current).Slots, Node(GuestFamily.Windows), "web01", 1);
        Assert.Equal(["xvdh"], after.Names);
    }

    [Theory]
    [InlineData(28, 1, 1, 26)] // one interface, the root
    [InlineData(28, 3, 5, 20)]
    [InlineData(4, 2, 3, 0)]
    [InlineData(128, 1, 1, 40)] // the rule is the smaller one
    public void PRC_14_the_instance_type_may_attach_fewer(int limit, int others, int volumes, int free)
    {
        string[] attached = [.. Enumerable.Range(0, volumes).Select(index => $"/dev/sd{(char)('a' + index)}")];
        var slots = new VolumeSlots(
            RuleProfiles.Get(RuleProfileName.Current).Slots, Node(GuestFamily.Linux, attached) with { AttachmentLimit = limit, OtherAttachments = others });
        Assert.Equal(free, slots.Free);
        Assert.False(slots.Check("web01", free).Blocks);
        Finding refused = slots.Check("web01", free + 1);
        Assert.True(refused.Blocks);
        Assert.Equal(limit < 128 ? "InstanceAttachmentLimit" : "VolumeSlotsExhausted", refused.ErrorId);
    }

    [Fact]
    public void PRC_14_thirty_disks_are_refused_on_a_Nitro_node_of_28_attachments()
    {
        NodeDevices node = Node(GuestFamily.Linux, "/dev/xvda") with { AttachmentLimit = 28, OtherAttachments = 1 };
        var error = Assert.Throws<ReplicationException>(() => Slots(RuleProfileName.Direct, node).Allocate("web01", 30));
        Assert.Equal("InstanceAttachmentLimit", error.ErrorId);
        Assert.Contains("28", error.Found);
    }

    [Fact]
    public void PRC_10_a_node_of_unknown_system_is_given_what_every_node_takes()
    {
        VolumeSlots slots = Slots(RuleProfileName.Current, Node(null));
        Assert.Equal(21, slots.Limit);
        Assert.Equal(Letters, slots.Allocate("web01", 21));
    }
}
