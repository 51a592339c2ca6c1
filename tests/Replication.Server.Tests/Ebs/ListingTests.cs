using System.Text.Json;
using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Ebs;

public class ListingTests
{
    [Fact]
    public async Task Blocks_are_listed_in_pages_ascending_and_once_each()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        int[] indexes = [.. Enumerable.Range(0, 250).Select(i => i * 3)];
        string id = await MakeAsync(server, null, indexes);
        List<JsonElement> pages = await PagesAsync(server, $"/snapshots/{id}/blocks?maxResults=100", "Blocks");
        Assert.Equal([100, 100, 50], pages.Select(page => page.GetProperty("Blocks").GetArrayLength()));
        Assert.Equal(indexes, Indexes(pages, "Blocks"));
        Assert.All(pages, page => Assert.Equal((1, 524288), (page.GetProperty("VolumeSize").GetInt32(), page.GetProperty("BlockSize").GetInt32())));
        Assert.All(pages, page => Assert.True(page.GetProperty("ExpiryTime").GetDouble() > server.Test.Time.GetUtcNow().ToUnixTimeSeconds()));
        Assert.Equal([600, 603], Indexes(await PagesAsync(server, $"/snapshots/{id}/blocks?startingBlockIndex=598", "Blocks"), "Blocks")[..2]);
        Assert.Empty(Indexes(await PagesAsync(server, $"/snapshots/{id}/blocks?startingBlockIndex=2000000000", "Blocks"), "Blocks"));
    }

    [Fact]
    public async Task Changes_are_listed_in_pages_with_the_tokens_of_both_sides()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        int[] indexes = [.. Enumerable.Range(0, 150)];
        string first = await MakeAsync(server, null, indexes);
        string second = await server.MadeAsync(first, (3, BlockPattern.Full(900)), (5, new byte[BlockGeometry.BlockSize]), (200, BlockPattern.Full(901)));
        JsonElement page = Assert.Single(await PagesAsync(server, $"/snapshots/{second}/changedblocks?firstSnapshotId={first}", "ChangedBlocks"));
        JsonElement[] changes = [.. page.GetProperty("ChangedBlocks").EnumerateArray()];
        Assert.Equal([3, 5, 200], changes.Select(change => change.GetProperty("BlockIndex").GetInt32()));
        Assert.False(changes[2].TryGetProperty("FirstBlockToken", out _), "block 200 is new");
        Assert.Equal(BlockPattern.Full(900), (await server.GetAsync(second, "3", changes[0].GetProperty("SecondBlockToken").GetString()!)).Body);
        Assert.Equal(BlockPattern.OneGrain(4, 3), (await server.GetAsync(first, "3", changes[0].GetProperty("FirstBlockToken").GetString()!)).Body);
        Assert.Equal(new byte[BlockGeometry.BlockSize], (await server.GetAsync(second, "5", changes[1].GetProperty("SecondBlockToken").GetString()!)).Body);
        List<JsonElement> all = await PagesAsync(server, $"/snapshots/{second}/changedblocks?maxResults=100", "ChangedBlocks");
        Assert.Equal([.. indexes.Where(index => index != 5), 200], Indexes(all, "ChangedBlocks"));
        Assert.Equal(2, all.Count);
    }

    [Fact]
    public async Task Snapshots_of_different_lineages_are_not_compared_also_when_those_between_are_gone()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string first = await server.MadeAsync(null, (0, BlockPattern.Full(1)));
        string between = await server.MadeAsync(first);
        string last = await server.MadeAsync(between, (1, BlockPattern.Full(2)));
        string stranger = await server.MadeAsync(null, (0, BlockPattern.Full(1)));
        await server.Test.Store.DeleteAsync(between);
        Answer related = await server.SendAsync(HttpMethod.Get, $"/snapshots/{last}/changedblocks?firstSnapshotId={first}");
        Assert.Equal(1, related.Json.GetProperty("ChangedBlocks").GetArrayLength());
        (await server.SendAsync(HttpMethod.Get, $"/snapshots/{last}/changedblocks?firstSnapshotId={stranger}")).Is(400, "ValidationException", "UNRELATED_SNAPSHOTS");
    }

    [Theory]
    [InlineData("maxResults=99", "INVALID_PARAMETER_VALUE")]
    [InlineData("maxResults=10001", "INVALID_PARAMETER_VALUE")]
    [InlineData("maxResults=x", "INVALID_PARAMETER_VALUE")]
    [InlineData("startingBlockIndex=-1", "INVALID_PARAMETER_VALUE")]
    [InlineData("startingBlockIndex=4294967296", "INVALID_PARAMETER_VALUE")]
    [InlineData("pageToken=AAAA", "INVALID_PAGE_TOKEN")]
    [InlineData("pageToken=%00", "INVALID_PAGE_TOKEN")]
    public async Task Wrong_parameters_of_a_listing_are_refused(string query, string reason)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.MadeAsync(null);
        (await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks?{query}")).Is(400, "ValidationException", reason);
        (await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/changedblocks?{query}")).Is(400, "ValidationException", reason);
    }

    [Fact]
    public async Task A_page_token_belongs_to_its_listing()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await MakeAsync(server, null, [.. Enumerable.Range(0, 120)]);
        string other = await MakeAsync(server, null, [.. Enumerable.Range(0, 120)]);
        string token = (await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks?maxResults=100")).Json.GetProperty("NextToken").GetString()!;
        (await server.SendAsync(HttpMethod.Get, $"/snapshots/{other}/blocks?pageToken={Uri.EscapeDataString(token)}")).Is(400, "ValidationException", "INVALID_PAGE_TOKEN");
        (await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/changedblocks?pageToken={Uri.EscapeDataString(token)}")).Is(400, "ValidationException", "INVALID_PAGE_TOKEN");
    }

    /// <summary>Made in the store itself, which is quicker than over the wire: what is tested here is listing.</summary>
    private static async Task<string> MakeAsync(EbsServer server, string? parent, int[] indexes) =>
        (await server.Test.Store.MakeAsync(1L << 30, parent, [.. indexes.Select(index => ((long)index, BlockPattern.OneGrain(index + 1, index % 8)))])).Id;

    private static async Task<List<JsonElement>> PagesAsync(EbsServer server, string path, string items)
    {
        var pages = new List<JsonElement>();
        string? token = null;
        do
        {
            Answer answer = await server.SendAsync(HttpMethod.Get, token is null ? path : $"{path}{(path.Contains('?') ? '&' : '?')}pageToken={Uri.EscapeDataString(token)}");
            Assert.True(answer.Status == 200, answer.Text);
            Assert.True(answer.Json.TryGetProperty(items, out _));
            pages.Add(answer.Json);
            token = answer.Json.TryGetProperty("NextToken", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);
        return pages;
    }

    private static List<int> Indexes(List<JsonElement> pages, string items) =>
        [.. pages.SelectMany(page => page.GetProperty(items).EnumerateArray()).Select(block => block.GetProperty("BlockIndex").GetInt32())];
}
