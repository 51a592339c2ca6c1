namespace Replication.Agent.Dashboard.Models;

/// <summary>A page of a long list: what is shown is bounded, however long the list is.</summary>
/// <param name="Items">Of this page.</param>
/// <param name="Number">From 1.</param>
/// <param name="Pages">How many there are; at least one.</param>
/// <param name="Total">Items on all pages.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, int Number, int Pages, int Total)
{
    /// <summary>What fits on two screens, and renders in a millisecond.</summary>
    private const int DefaultLength = 50;

    /// <summary>A page beyond the end is the last one.</summary>
    public static ListPage<T> Of(IReadOnlyList<T> all, int wanted, int length = DefaultLength)
    {
        int pages = Math.Max(1, (all.Count + length - 1) / length);
        int number = Math.Clamp(wanted, 1, pages);
        return new ListPage<T>([.. all.Skip((number - 1) * length).Take(length)], number, pages, all.Count);
    }
}
