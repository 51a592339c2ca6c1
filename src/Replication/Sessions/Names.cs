using Replication.Core.Errors;

namespace Replication.Sessions;

/// <summary>Filters what is listed by the names that were asked for.</summary>
internal static class Names
{
    /// <summary>
    /// Items of one name or pattern. A name is taken as it stands first, so that one with a bracket in it is found; one without
    /// wildcards that is not there is asked for by <paramref name="find"/>, which refuses with the error that belongs to the kind
    /// of thing, or knows it by id.
    /// </summary>
    public static async Task<IReadOnlyList<T>> SelectAsync<T>(IReadOnlyList<T> all, string name, Func<T, string> nameOf, Func<string, Task<T>> find)
    {
        T[] exact = [.. all.Where(item => Same(nameOf(item), name))];
        if (exact.Length > 0) return exact;
        if (!WildcardPattern.ContainsWildcardCharacters(name)) return [await find(name)];
        Func<string, bool> matches = Pattern(name);
        return [.. all.Where(item => matches(nameOf(item)))];
    }

    /// <summary>What a pattern matches, without regard to case.</summary>
    /// <exception cref="ReplicationException">OptionInvalid: a bracket without its other half, for example.</exception>
    public static Func<string, bool> Pattern(string name)
    {
        try
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            // It is read when it is first used.
            pattern.IsMatch("");
            return pattern.IsMatch;
        }
        catch (WildcardPatternException)
        {
            throw new ReplicationException(
                "OptionInvalid", name, "It is neither a name that is there nor a pattern.", "a name, or a pattern of * ? [abc]; a bracket that is meant as such is written `[.");
        }
    }

    public static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
