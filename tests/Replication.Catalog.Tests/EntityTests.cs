using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests;

public abstract class EntityTests(CatalogPlace place) : IAsyncLifetime
{
    private ICatalog _catalog = null!;

    public async ValueTask InitializeAsync()
    {
        await place.PrepareAsync();
        _catalog = await place.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Skipped before there was one.
        if (_catalog is not null) await _catalog.DisposeAsync();
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_inserted_is_found_again_with_version_1()
    {
        Job inserted = await _catalog.InsertAsync(new Job("j1", "Initial Ω \"quoted\"", "vm1", JobPhase.Running, 7));
        Assert.Equal(1, inserted.Version);
        Assert.Equal(inserted, await _catalog.FindAsync<Job>("j1"));
        Assert.Null(await _catalog.FindAsync<Job>("J1"));
    }

    [Fact]
    public async Task Every_update_counts_the_version_up()
    {
        Job job = await _catalog.InsertAsync(new Job("j1", "Initial", null, JobPhase.Queued));
        job = await _catalog.UpdateAsync(job with { Phase = JobPhase.Running, OwnerId = "vm9" });
        job = await _catalog.UpdateAsync(job with { Progress = 50 });
        Assert.Equal(3, job.Version);
        Assert.Equal(job, await _catalog.FindAsync<Job>("j1"));
        Assert.Equal([job], await _catalog.ListAsync<Job>(ownerId: "vm9", state: "Running"));
    }

    [Fact]
    public async Task A_change_to_a_stale_version_is_a_transient_conflict_and_changes_nothing()
    {
        Job first = await _catalog.InsertAsync(new Job("j1", "Initial", null, JobPhase.Queued));
        Job second = await _catalog.UpdateAsync(first with { Progress = 1 });
        foreach (Func<Task> stale in new Func<Task>[] { () => _catalog.UpdateAsync(first with { Progress = 2 }), () => _catalog.DeleteAsync(first) })
        {
            var error = await Assert.ThrowsAsync<CatalogException>(stale);
            Assert.Equal("CatalogConflict", error.ErrorId);
            Assert.True(error.IsTransient);
            Assert.Contains("jobs/j1", error.Target);
        }

        Assert.Equal(second, await _catalog.FindAsync<Job>("j1"));
    }

    [Fact]
    public async Task A_change_to_something_that_is_not_there_is_EntityNotFound()
    {
        Job job = await _catalog.InsertAsync(new Job("j1", "Initial", null, JobPhase.Queued));
        await _catalog.DeleteAsync(job);
        Assert.Null(await _catalog.FindAsync<Job>("j1"));
        Assert.Equal("EntityNotFound", (await Assert.ThrowsAsync<CatalogException>(() => _catalog.UpdateAsync(job))).ErrorId);
        Assert.Equal("EntityNotFound", (await Assert.ThrowsAsync<CatalogException>(() => _catalog.DeleteAsync(job))).ErrorId);
    }

    [Fact]
    public async Task A_second_entity_with_the_same_id_is_DuplicateId()
    {
        Site site = await _catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
        var error = await Assert.ThrowsAsync<CatalogException>(() => _catalog.InsertAsync(new Site("s1", "Paris", "/b")));
        Assert.Equal("DuplicateId", error.ErrorId);
        Assert.Equal(site, await _catalog.FindAsync<Site>("s1"));
    }

    [Fact]
    public async Task Names_are_unique_within_the_owner_ignoring_case()
    {
        await _catalog.InsertAsync(new Group("g1", "Ünits", null));
        await _catalog.InsertAsync(new Group("g2", "Ünits", "owner"));
        Group third = await _catalog.InsertAsync(new Group("g3", "Other", "owner"));

        var error = await Assert.ThrowsAsync<CatalogException>(() => _catalog.InsertAsync(new Group("g4", "üNITS", null)));
        Assert.Equal("DuplicateName", error.ErrorId);
        error = await Assert.ThrowsAsync<CatalogException>(() => _catalog.UpdateAsync(third with { Name = "ÜNITS" }));
        Assert.Equal("DuplicateName", error.ErrorId);

        Assert.Equal("g1", (await _catalog.ReadAsync((reader, token) => reader.FindByNameAsync<Group>("ÜNITS", null, token)))!.Id);
        Assert.Equal("g2", (await _catalog.ReadAsync((reader, token) => reader.FindByNameAsync<Group>("ünits", "owner", token)))!.Id);
        Assert.Null(await _catalog.ReadAsync((reader, token) => reader.FindByNameAsync<Group>("ünits", "nobody", token)));
    }

    [Fact]
    public async Task Names_of_other_kinds_may_repeat_and_cannot_be_looked_up()
    {
        await _catalog.InsertAsync(new Job("j1", "Delta", null, JobPhase.Queued));
        await _catalog.InsertAsync(new Job("j2", "Delta", null, JobPhase.Queued));
        Assert.Equal(2, (await _catalog.ListAsync<Job>()).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _catalog.ReadAsync((reader, token) => reader.FindByNameAsync<Job>("Delta", null, token)));
    }

    [Fact]
    public async Task A_listing_is_in_the_order_of_creation_whatever_was_changed_or_deleted_since()
    {
        var jobs = new List<Job>();
        foreach (string id in new[] { "z", "m", "a", "q" })
            jobs.Add(await _catalog.InsertAsync(new Job(id, id, id == "m" ? "other" : "vm", JobPhase.Queued)));
        await _catalog.UpdateAsync(jobs[0] with { Phase = JobPhase.Completed });
        await _catalog.DeleteAsync(jobs[3]);
        await _catalog.InsertAsync(new Job("b", "b", "vm", JobPhase.Completed));

        Assert.Equal(["z", "m", "a", "b"], (await _catalog.ListAsync<Job>()).Select(job => job.Id));
        Assert.Equal(["z", "a", "b"], (await _catalog.ListAsync<Job>(ownerId: "vm")).Select(job => job.Id));
        Assert.Equal(["z", "b"], (await _catalog.ListAsync<Job>(ownerId: "vm", state: "Completed")).Select(job => job.Id));
        Assert.Equal(["m", "a"], (await _catalog.ListAsync<Job>(state: "Queued")).Select(job => job.Id));
    }

    [Fact]
    public async Task Text_that_looks_like_SQL_is_only_text()
    {
        const string Hostile = "x'); DROP TABLE jobs; --";
        await _catalog.InsertAsync(new Job(Hostile, Hostile, Hostile, JobPhase.Queued));
        Job found = Assert.Single(await _catalog.ListAsync<Job>(ownerId: Hostile));
        Assert.Equal(Hostile, found.Name);
    }

    [Fact]
    public async Task A_kind_that_is_not_in_the_list_never_reaches_the_database()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _catalog.ListAsync<UnknownKind>());
        Assert.Contains("is not a kind of the catalog", error.Message);
    }

    [Theory]
    [InlineData("", "name")]
    [InlineData("id", "")]
    [InlineData("i\0d", "name")]
    public async Task Keys_that_could_not_be_found_again_are_refused(string id, string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.InsertAsync(new Site(id, name, "/a")));
        Assert.Empty(await _catalog.ListAsync<Site>());
    }

    [Fact]
    public async Task A_name_that_is_not_valid_Unicode_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.InsertAsync(new Site("id", "half a pair \ud800", "/a")));

    [Fact]
    public async Task An_entity_that_could_not_be_read_again_is_refused_when_it_is_written()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _catalog.InsertAsync(new Job("j1", "n", null, (JobPhase)42)));
        Assert.Contains("would not be readable again", error.Message);
        Assert.Empty(await _catalog.ListAsync<Job>());
    }

    [Fact]
    public async Task An_entity_larger_than_the_limit_is_refused_and_the_catalog_goes_on()
    {
        var error = await Assert.ThrowsAsync<CatalogException>(() => _catalog.InsertAsync(new Site("s1", "Big", new string('x', 17 << 20))));
        Assert.Equal("EntityTooLarge", error.ErrorId);
        await _catalog.InsertAsync(new Site("s1", "Small", "/a"));
    }

    private sealed record UnknownKind : ICatalogEntity
    {
        public static string Kind => "sqlite_master";

        public static bool NameIsUnique => false;

        public string Id => "x";

        public string Name => "x";

        public string? OwnerId => null;

        public string? State => null;

        public long Version => 0;

        public ICatalogEntity WithVersion(long version) => this;
    }
}
