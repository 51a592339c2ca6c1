namespace Replication.Aws.Snapshots.Reading;

/// <summary>A page of a listing: which blocks between two indexes exist, and the token to read each.</summary>
/// <param name="From">First index that the page says something about.</param>
/// <param name="To">Last one; beyond the disk for the last page.</param>
/// <param name="Blocks">Ascending.</param>
/// <param name="Tokens">Of the block at the same place.</param>
/// <param name="Expiry">When the tokens stop being good.</param>
internal sealed record TokenPage(long From, long To, int[] Blocks, string[] Tokens, DateTimeOffset Expiry)
{
    public bool Covers(long block) => block >= From && block <= To;

    public string? TokenOf(long block)
    {
        int at = Array.BinarySearch(Blocks, (int)block);
        return at < 0 ? null : Tokens[at];
    }
}
