using Replication.Catalog;
using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Policies;
using Replication.Core.Service;

namespace Replication.Core.Tests.Rules;

public sealed class FailbackPolicyTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-policies-").FullName;
    private ICatalog _catalog = null!;

    private PolicyCatalog Policies => new(
        new EngineServices(_catalog, null!, null!, null!, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance), "tester");

    public async ValueTask InitializeAsync() => _catalog = await SqliteCatalog.OpenAsync(Path.Combine(_folder, "catalog.db"));

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task FBK_24_beside_a_policy_that_was_made_there_is_the_failback_policy_that_nobody_has_to_make()
    {
        await Policies.NewAsync(Gold);
        Assert.Equal(["gold", "Failback"], (await Policies.ListAsync()).Concat(Policies.BuiltIn).Select(policy => policy.Name));
    }

    [Fact]
    public async Task FBK_25_every_workspace_has_the_same_failback_policy_without_doing_anything()
    {
        Assert.Equal("Failback", (await Policies.GetAsync("failback")).Name);
        Assert.Equal(TimeSpan.FromMinutes(15), (await Policies.GetAsync("Failback")).RpoThreshold);
    }

    [Fact]
    public async Task FBK_27_the_failback_policy_cannot_be_changed_removed_or_made()
    {
        await Policies.NewAsync(Gold);
        ReplicationPolicy failback = await Policies.GetAsync("Failback");
        Func<Task>[] attempts =
        [
            () => Policies.SetAsync(failback, policy => policy with { RpoThreshold = TimeSpan.FromHours(1) }),
            () => Policies.RemoveAsync(failback),
            () => Policies.NewAsync(Gold with { Name = "FAILBACK" }),
            async () => await Policies.SetAsync(await Policies.GetAsync("gold"), policy => policy with { Name = "Failback" }),
        ];
        foreach (Func<Task> attempt in attempts)
        {
            var error = await Assert.ThrowsAsync<ReplicationException>(attempt);
            Assert.Equal("FailbackPolicyReadOnly", error.ErrorId);
            Assert.Contains("15 min / 24 h / 60 min", error.Found);
        }

        Assert.Equal("gold", Assert.Single(await Policies.ListAsync()).Name);
        Assert.Equal(failback, await Policies.GetAsync("Failback"));
    }

    [Fact]
    public async Task FBK_61_a_policy_with_other_values_is_a_policy_of_its_own()
    {
        await Policies.NewAsync(Gold with { Name = "slow failback", RpoThreshold = TimeSpan.FromHours(4) });
        Assert.Equal(TimeSpan.FromHours(4), (await Policies.GetAsync("slow failback")).RpoThreshold);
        Assert.Equal(TimeSpan.FromMinutes(15), (await Policies.GetAsync("Failback")).RpoThreshold);
    }

    private static ReplicationPolicy Gold => new() { Id = Guid.NewGuid().ToString(), Name = "gold", Shared = true };
}
