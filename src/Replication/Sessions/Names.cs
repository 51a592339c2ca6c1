namespace Replication.Sessions;

/// <summary>Filters what is listed by the names that were asked for.</summary>
internal static class Names
{
    /// <summary>
    /// Items of one name or pattern. A name without wildcards that is not there is asked for by <paramref name="find"/>,
    /// which refuses with the error that belongs to the kind of thing, or knows it by id.
    /// </summary>
    public static async Task<IReadOnlyList<T>> SelectAsync<T>(IReadOnlyList<T> all, string name, Func<T, string> nameOf, Func<string, Task<T>> find)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name)) return [await find(name)];
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        return [.. all.Where(item => pattern.IsMatch(nameOf(item)))];
    }
}
