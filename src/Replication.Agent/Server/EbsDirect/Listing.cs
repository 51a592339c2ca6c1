using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>One page of a listing: where it begins, how long it may be, and the token with which the next one begins.</summary>
internal sealed class Listing
{
    private const int MinimumResults = 100;
    private const int MaximumResults = 10_000;

    private readonly EbsService _service;
    private readonly string _purpose;

    /// <param name="service">Makes and reads the tokens.</param>
    /// <param name="request">With maxResults, pageToken and startingBlockIndex in its query.</param>
    /// <param name="purpose">What is listed; a token of another listing is refused.</param>
    public Listing(EbsService service, ServerRequest request, string purpose)
    {
        _service = service;
        _purpose = "page " + purpose;
        IQueryCollection query = request.Http.Request.Query;
        Maximum = EbsRequest.OptionalInteger(query["maxResults"], "MaxResults", MinimumResults, MaximumResults) ?? MaximumResults;
        Start = EbsRequest.OptionalInteger(query["startingBlockIndex"], "StartingBlockIndex", 0, int.MaxValue) ?? 0;
        string token = query["pageToken"].ToString();
        if (token.Length > 0)
            Start = service.Tokens.TryRead(_purpose, token) ?? throw EbsErrors.Validation(EbsErrors.InvalidPageToken, "The page token is not one of this listing, or it has expired.");
        // An empty page that says there is more: legal at EBS, and what a client must cope with.
        if (request.WantsEmptyPage) Maximum = 0;
        Expiry = service.TokenExpiry;
    }

    public int Maximum { get; }

    public long Start { get; }

    public DateTimeOffset Expiry { get; }

    /// <summary>Takes one page off a sequence that begins at <see cref="Start"/>.</summary>
    public async Task<(List<T> Page, long? Next)> TakeAsync<T>(IAsyncEnumerable<T> items, Func<T, long> index)
    {
        var page = new List<T>();
        await foreach (T item in items)
        {
            if (page.Count == Maximum) return (page, index(item));
            page.Add(item);
        }

        return (page, null);
    }

    public void WriteEnd(Utf8JsonWriter json, SnapshotInfo snapshot, long? next)
    {
        EbsResponse.WriteTime(json, "ExpiryTime", Expiry);
        json.WriteNumber("VolumeSize", EbsSnapshotMetadata.VolumeSize(snapshot));
        json.WriteNumber("BlockSize", BlockGeometry.BlockSize);
        if (next is { } index) json.WriteString("NextToken", _service.Tokens.Make(_purpose, index, Expiry));
    }
}
