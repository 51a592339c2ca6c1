using Replication.Core.Policies;
using Replication.Core.Protection;

namespace Replication.Core.Tests;

public class StorageNeedTests
{
    private static readonly ReplicationPolicy Policy = new() { Id = "p", Name = "gold", RecoveryHistory = 4, DailyPoints = 2 };

    [Fact]
    public void HVR_37_each_point_that_is_kept_costs_what_a_replication_sends() => Assert.Equal(1000 + 6 * 10, new StorageNeed(1000, 10, 0).InTheEnd(Policy));

    [Theory]
    [InlineData(0, 1060)]
    [InlineData(1, 60)]
    [InlineData(5, 20)]
    [InlineData(9, 0)]
    public void What_is_there_already_needs_no_more_room(int points, long missing) => Assert.Equal(missing, new StorageNeed(1000, 10, points).Missing(Policy));

    [Theory]
    [InlineData(0, 1060L, false)]
    [InlineData(0, 1059L, true)]
    [InlineData(1, 59L, true)]
    [InlineData(1, 60L, false)]
    [InlineData(0, null, false)]
    public void HVR_12_a_destination_without_room_for_the_files_and_points_is_told_with_needs_and_has(int points, long? free, bool told)
    {
        string? warning = new StorageNeed(1000, 10, points).Warning("web01", "dr", Policy, free);
        Assert.Equal(told, warning is not null);
        if (warning is null) return;
        Assert.StartsWith("InsufficientStorage: web01 needs ", warning, StringComparison.Ordinal);
        Assert.EndsWith($"site dr has {free} free.", warning, StringComparison.Ordinal);
    }
}
