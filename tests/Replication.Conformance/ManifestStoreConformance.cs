using Replication.Core.Manifests;

namespace Replication.Conformance;

/// <summary>The contract of <see cref="IManifestStore"/> as tests.</summary>
public abstract class ManifestStoreConformance
{
    private static readonly byte[] One = "one"u8.ToArray();
    private static readonly byte[] Two = "two"u8.ToArray();

    protected abstract Task<IManifestStore> CreateAsync();

    [Fact]
    public async Task What_was_written_is_read_with_a_version_of_its_content()
    {
        IManifestStore store = await CreateAsync();
        string version = await store.WriteAsync("points/vm-1/p.1", One, null);
        ManifestDocument read = Assert.IsType<ManifestDocument>(await store.ReadAsync("points/vm-1/p.1"));
        Assert.Equal(("points/vm-1/p.1", version), (read.Name, read.Version));
        Assert.Equal(One, read.Content.ToArray());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(One)), version);
    }

    [Fact]
    public async Task What_is_not_there_reads_as_null()
    {
        IManifestStore store = await CreateAsync();
        Assert.Null(await store.ReadAsync("nothing"));
        Assert.Null(await store.ReadAsync("nothing/below"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Content_is_any_bytes_of_any_small_length(int length)
    {
        IManifestStore store = await CreateAsync();
        var content = new byte[length];
        new Random(length).NextBytes(content);
        await store.WriteAsync("m", content, null);
        Assert.Equal(content, (await store.ReadAsync("m"))!.Content.ToArray());
    }

    [Fact]
    public async Task A_write_succeeds_only_on_the_version_it_expects()
    {
        IManifestStore store = await CreateAsync();
        string first = await store.WriteAsync("m", One, null);
        await StoreAssertions.FailsAsync("ManifestConflict", () => store.WriteAsync("m", Two, null));
        string second = await store.WriteAsync("m", Two, first);
        await StoreAssertions.FailsAsync("ManifestConflict", () => store.WriteAsync("m", One, first));
        await StoreAssertions.FailsAsync("ManifestConflict", () => store.WriteAsync("other", One, first));
        Assert.Equal(second, (await store.ReadAsync("m"))!.Version);
    }

    [Fact]
    public async Task A_delete_succeeds_only_on_the_version_it_expects()
    {
        IManifestStore store = await CreateAsync();
        string version = await store.WriteAsync("m", One, null);
        await StoreAssertions.FailsAsync("ManifestConflict", () => store.DeleteAsync("m", new string('0', 64)));
        await store.DeleteAsync("m", version);
        Assert.Null(await store.ReadAsync("m"));
        await StoreAssertions.FailsAsync("ManifestNotFound", () => store.DeleteAsync("m", version));
        await store.WriteAsync("m", Two, null);
    }

    [Fact]
    public async Task Names_are_listed_by_prefix_in_ordinal_order()
    {
        IManifestStore store = await CreateAsync();
        string[] names = ["a", "a/b", "a-b", "A", "a/B", "b/c/d", "con", "x.", "d-a/m-b.sealed"];
        foreach (string name in names) await store.WriteAsync(name, One, null);
        Assert.Equal(names.Order(StringComparer.Ordinal), await store.ListAsync().ToListAsync());
        Assert.Equal(["a/B", "a/b"], await store.ListAsync("a/").ToListAsync());
        Assert.Equal(["a", "a-b", "a/B", "a/b"], await store.ListAsync("a").ToListAsync());
        Assert.Empty(await store.ListAsync("z").ToListAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("ä")]
    public async Task A_name_is_segments_of_harmless_characters(string name)
    {
        IManifestStore store = await CreateAsync();
        await StoreAssertions.FailsAsync("InvalidManifestName", () => store.WriteAsync(name, One, null));
        await StoreAssertions.FailsAsync("InvalidManifestName", () => store.ReadAsync(name));
        await StoreAssertions.FailsAsync("InvalidManifestName", () => store.DeleteAsync(name, "x"));
    }

    [Fact]
    public virtual async Task Of_many_writers_that_expect_the_same_version_one_succeeds()
    {
        IManifestStore store = await CreateAsync();
        int won = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (i, token) =>
        {
            try
            {
                await store.WriteAsync("m", BitConverter.GetBytes(i), null, token);
                Interlocked.Increment(ref won);
            }
            catch (Core.Errors.SnapshotStoreException error) when (error.ErrorId == "ManifestConflict")
            {
                // Exactly what the others must meet.
            }
        });
        Assert.Equal(1, won);
    }
}
