using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Replicating;

/// <summary>Settings of a site change between jobs, and what makes it that site does not.</summary>
public sealed class SiteChangeTests
{
    [Fact]
    public async Task A_site_that_is_open_is_opened_anew_with_its_new_settings()
    {
        await using var lab = new Lab();
        await lab.SetUpAsync();
        lab.AddMachine("web", 1 << 20);
        ISite before = await lab.Service.Sites.OpenAsync("hq");
        string moved = lab.Hq + "-moved";
        Directory.Move(lab.Hq, moved);
        ReplicationJob job = await ChangeAsync(lab, "hq", ("path", moved));
        Assert.Equal(JobState.Succeeded, job.JobState);
        ISite after = await lab.Service.Sites.OpenAsync("hq");
        Assert.NotSame(before, after);
        Assert.Same(after, await lab.Service.Sites.OpenAsync("hq"));
        Assert.Equal("web", Assert.Single(await after.ListMachinesAsync().ToListAsync()).Name);
    }

    [Fact]
    public async Task A_rename_does_not_close_a_site_that_somebody_works_with()
    {
        await using var lab = new Lab();
        await lab.SetUpAsync();
        ISite before = await lab.Service.Sites.OpenAsync("hq");
        await lab.Service.Sites.RenameAsync(await lab.Service.Sites.GetAsync("hq"), "berlin");
        Assert.Same(before, await lab.Service.Sites.OpenAsync("berlin"));
    }

    [Fact]
    public async Task INV_08_the_plan_names_what_changes_and_changes_nothing()
    {
        await using var lab = new Lab();
        await lab.SetUpAsync();
        SiteDefinition dr = await lab.Service.Sites.GetAsync("dr");
        JobPlan plan = await lab.Service.PlanAsync(lab.Service.Sites.Change(dr, new Dictionary<string, string?> { ["compression"] = "brotli", ["store"] = null }));
        Assert.Equal("compression: the default becomes brotli.", Assert.Single(plan.Steps).Description);
        Assert.Equal(dr.Version, (await lab.Service.Sites.GetAsync("dr")).Version);
    }

    [Theory]
    [InlineData("store", "elsewhere", "SiteIdentityChanged")]
    [InlineData("store", "none", "SiteInUse")]
    [InlineData("region", "eu-west-1", "OptionInvalid")]
    public async Task What_holds_recovery_points_stays(string name, string value, string errorId)
    {
        await using var lab = new Lab();
        await ReplicatedAsync(lab);
        ReplicationJob job = await ChangeAsync(lab, "dr", (name, value == "elsewhere" ? lab.Dr + "-elsewhere" : value));
        Assert.Equal((JobState.Failed, errorId), (job.JobState, job.Error?.ErrorId));
        Assert.Single(await lab.PointsAsync());
        Assert.False(Directory.Exists(lab.Dr + "-elsewhere"), "a store came of a question");
        await lab.RunAsync("replicate");
    }

    [Fact]
    public async Task The_machines_that_VMs_refer_to_stay()
    {
        await using var lab = new Lab();
        await ReplicatedAsync(lab);
        string other = lab.Hq + "-other";
        Directory.CreateDirectory(other);
        foreach (string marker in Directory.EnumerateFiles(lab.Hq, ".*")) File.Copy(marker, Path.Combine(other, Path.GetFileName(marker)));
        ReplicationJob job = await ChangeAsync(lab, "hq", ("path", other));
        Assert.Equal("SiteIdentityChanged", job.Error?.ErrorId);
        Assert.Contains("of VM web", job.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_was_moved_is_found_and_the_next_replication_sends_only_what_changed()
    {
        await using var lab = new Lab();
        await ReplicatedAsync(lab);
        string moved = lab.Dr + "-store";
        Directory.Move(lab.DrStore, moved);
        Assert.Equal(JobState.Succeeded, (await ChangeAsync(lab, "dr", ("store", moved))).JobState);
        await lab.RunAsync("replicate");
        Assert.Equal(0, (await lab.PointsAsync())[^1].BytesSent);
        Assert.True(Directory.Exists(moved) && !Directory.Exists(lab.DrStore));
    }

    private static async Task ReplicatedAsync(Lab lab)
    {
        ReplicationGroup group = await lab.SetUpAsync();
        lab.AddMachine("web", 1 << 20).Fill(0, seed: 1);
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        Assert.InRange((await lab.PointsAsync())[^1].BytesSent, 1, 1 << 20);
    }

    private static async Task<ReplicationJob> ChangeAsync(Lab lab, string site, params (string Name, string? Value)[] settings) =>
        await lab.Service.RunAsync(lab.Service.Sites.Change(await lab.Service.Sites.GetAsync(site), settings.ToDictionary(setting => setting.Name, setting => setting.Value)));
}
