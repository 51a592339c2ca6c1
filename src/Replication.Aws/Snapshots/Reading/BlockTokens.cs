using Amazon.EBS;
using Amazon.EBS.Model;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;

namespace Replication.Aws.Snapshots.Reading;

/// <summary>
/// Block tokens of one completed snapshot. Pages are listed where reading goes and a few are kept, so that memory does
/// not grow with the disk. Tokens expire and may change with any listing: one that is refused makes its page be listed
/// again.
/// </summary>
internal sealed class BlockTokens(StoreParts parts, SnapshotInfo snapshot) : IDisposable
{
    /// <summary>
    /// A gigabyte of full disk and some 200 KiB of tokens a page: few listings for whoever reads in order, little waste for
    /// whoever does not.
    /// </summary>
    private const int PageSize = 2000;

    private const int PagesKept = 8;

    /// <summary>A token that is about to expire would expire on its way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _listing = new(1);
    private readonly List<TokenPage> _pages = [];
    private readonly Lock _lock = new();

    /// <summary>The token, or null when the snapshot has no such block.</summary>
    public async ValueTask<string?> GetAsync(long block, CancellationToken cancellationToken)
    {
        if (Cached(block) is { } page) return page.TokenOf(block);
        await _listing.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited finds what the one before has listed.
            page = Cached(block);
            if (page is null)
            {
                page = await ListAsync(block, cancellationToken);
                lock (_lock)
                {
                    if (_pages.Count == PagesKept) _pages.RemoveAt(0);
                    _pages.Add(page);
                }
            }

            return page.TokenOf(block);
        }
        finally
        {
            _listing.Release();
        }
    }

    /// <summary>Forgets the page of a token that was refused, unless it was listed again already.</summary>
    public void Refused(long block, string token)
    {
        lock (_lock) _pages.RemoveAll(page => page.Covers(block) && page.TokenOf(block) == token);
    }

    /// <summary>All pages from a block on; the last one reaches to the end.</summary>
    public async IAsyncEnumerable<TokenPage> PagesAsync(
        long from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            TokenPage page = await ListAsync(from, cancellationToken);
            yield return page;
            if (page.To == long.MaxValue) yield break;
            from = page.To + 1;
        }
    }

    public void Dispose() => _listing.Dispose();

    private TokenPage? Cached(long block)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        lock (_lock)
        {
            _pages.RemoveAll(page => page.Expiry <= now);
            return _pages.Find(page => page.Covers(block));
        }
    }

    private async Task<TokenPage> ListAsync(long from, CancellationToken cancellationToken)
    {
        string? next = null;
        while (true)
        {
            string? pageToken = next;
            ListSnapshotBlocksResponse page = await parts.Calls.RunAsync(
                "ListSnapshotBlocks", snapshot.Id,
                token => parts.Ebs.ListSnapshotBlocksAsync(
                    new ListSnapshotBlocksRequest
                    {
                        SnapshotId = snapshot.Id,
                        StartingBlockIndex = pageToken is null ? (int)from : null,
                        NextToken = pageToken,
                        MaxResults = PageSize,
                    },
                    token),
                mayAppear: SnapshotDirectory.MayAppear(parts, snapshot.StartTime), cancellationToken: cancellationToken);
            next = string.IsNullOrEmpty(page.NextToken) ? null : page.NextToken;
            // An empty page is no end as long as it names another.
            if (page.Blocks is not { Count: > 0 } blocks)
            {
                if (next is null) return new TokenPage(from, long.MaxValue, [], [], DateTimeOffset.MaxValue);
                continue;
            }

            return ToPage(from, blocks, next is null, page.ExpiryTime);
        }
    }

    private TokenPage ToPage(long from, List<Block> blocks, bool isLast, DateTime? expiry)
    {
        var indexes = new int[blocks.Count];
        var tokens = new string[blocks.Count];
        for (int i = 0; i < blocks.Count; i++)
        {
            indexes[i] = blocks[i].BlockIndex ?? throw Disordered();
            tokens[i] = blocks[i].BlockToken ?? throw Disordered();
            if (indexes[i] < from || (i > 0 && indexes[i] <= indexes[i - 1])) throw Disordered();
        }

        return new TokenPage(
            from, isLast ? long.MaxValue : indexes[^1], indexes, tokens,
            expiry is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) - Margin : DateTimeOffset.MaxValue);
    }

    /// <summary>Blocks out of order would be taken for absent, hence for zeros: better no answer than that.</summary>
    private Core.Errors.SnapshotStoreException Disordered() =>
        EbsStoreErrors.CorruptIndex(snapshot.Id, "the service listed blocks without index or token, or not in ascending order.");
}
