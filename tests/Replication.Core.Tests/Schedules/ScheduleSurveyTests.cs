using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Policies;
using Replication.Core.Schedules;
using Replication.Core.States;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Schedules;

public sealed class ScheduleSurveyTests : CatalogTest
{
    [Fact]
    public async Task It_tells_which_groups_changed_and_no_run_is_a_change()
    {
        await InsertAsync(new ReplicationPolicy { Id = "p", Name = "p", ReplicationFrequency = TimeSpan.FromMinutes(5) });
        foreach (string id in new[] { "a", "b" }) await AddGroupAsync(id);
        var survey = new ScheduleSurvey(Catalog);
        Assert.Equal(["a", "b"], (await survey.LookAsync()).Select(group => group.Id).Order());
        Assert.Empty(await ChangedAsync(survey));

        await ChangeAsync<ReplicatedVM>("vm-a", vm => vm with { LatestPointId = "p1", Statistics = vm.Statistics.WithFailure(TimeProvider.System.GetUtcNow(), "x", default) });
        Assert.Empty(await ChangedAsync(survey));
        await ChangeAsync<ReplicatedVM>("vm-a", vm => vm with { ReplicationState = ReplicationState.Suspended });
        Assert.Equal(["a"], await ChangedAsync(survey));
        await ChangeAsync<ReplicationGroup>("b", group => group with { Name = "renamed" });
        Assert.Equal(["b"], await ChangedAsync(survey));
        await AddGroupAsync("c");
        Assert.Equal(["c"], await ChangedAsync(survey));

        await ChangeAsync<ReplicationPolicy>("p", policy => policy with { ReplicationFrequency = TimeSpan.FromSeconds(30) });
        IReadOnlyList<SurveyedGroup> renewed = await survey.LookAsync();
        Assert.All(renewed, group => Assert.Equal((TimeSpan.FromSeconds(30), true), (group.Frequency, group.Changed)));
        await InsertAsync(new ScheduleSettings { Paused = true });
        Assert.Equal(3, (await ChangedAsync(survey)).Length);

        await Catalog.TransactAsync(async (transaction, token) =>
        {
            await transaction.DeleteAsync((await transaction.FindAsync<ReplicationGroup>("a", token))!, token);
            return true;
        });
        Assert.Equal(["b", "c"], (await survey.LookAsync()).Select(group => group.Id).Order());
    }

    private async Task AddGroupAsync(string id)
    {
        await InsertAsync(new ReplicationGroup { Id = id, Name = id, SourceSiteId = "hq", TargetSiteId = "dr", PolicyId = "p" });
        await InsertAsync(new ReplicatedVM
        {
            Id = $"vm-{id}",
            Name = $"vm-{id}",
            GroupId = id,
            PrimaryMachineId = id,
            PrimarySiteId = "hq",
            ReplicaSiteId = "dr",
            ReplicationState = ReplicationState.Replicating,
        });
    }

    private static async Task<string[]> ChangedAsync(ScheduleSurvey survey) => [.. (await survey.LookAsync()).Where(group => group.Changed).Select(group => group.Id)];

    private Task<T> InsertAsync<T>(T entity) where T : class, ICatalogEntity => Catalog.TransactAsync((transaction, token) => transaction.InsertAsync(entity, token));

    private Task<T> ChangeAsync<T>(string id, Func<T, T> change) where T : class, ICatalogEntity => Catalog.TransactAsync(
        async (transaction, token) => await transaction.UpdateAsync(change((await transaction.FindAsync<T>(id, token))!), token));
}
