using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Disks.Guests;

namespace Replication.Disks.Tests.Guests;

/// <summary>Inspections of one image, and what the rules say of it.</summary>
internal static class Inspect
{
    private static readonly string[] OfLinux =
        ["LNX-01", "LNX-02", "LNX-03", "LNX-04", "LNX-05", "LNX-06", "LNX-07", "LNX-08", "LNX-09", "HOT-18", "HOT-21"];

    public static Task<GuestFacts> AsMountAsync(string image) => AsAsync(GuestAccess.Mount, image);

    public static async Task<GuestFacts> AsAsync(GuestAccess access, string image)
    {
        if (access is GuestAccess.Mount && MountReader.Obstacle() is { } obstacle) Assert.Skip(obstacle);
        await using var disk = await new DiskImages().OpenAsync(image);
        return await new GuestInspector().InspectAsync([new GuestDisk(0, true, disk)], access);
    }

    public static Finding Answer(GuestFacts facts, string rule, bool gptNeedsImport = true) => Assert.Single(
        GuestRules.Evaluate(facts, new GuestDestination { Machine = "vm", Nitro = true, EgressBlocked = false, GptBootNeedsImport = gptNeedsImport }),
        finding => finding.RuleId == rule);

    public static void AssertLinux(GuestFacts facts, FindingStatus expected, params string[] except)
    {
        foreach (string rule in OfLinux.Except(except))
        {
            var finding = Answer(facts, rule);
            Assert.True(finding.Status == expected, $"{rule} is {finding.Status}: {finding.Found}");
        }
    }
}
