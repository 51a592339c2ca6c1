using System.Text;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>
/// A page of a list in order of ids. The token names the last id handed out, not a position, so that what is made or
/// deleted between two pages neither repeats nor hides anything else.
/// </summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken)
    where T : IResource
{
    private const int Minimum = 5;
    private const int Maximum = 1000;
    private const char Mark = '>';

    public static Func<IEnumerable<T>, Page<T>> Read(Ec2Call call)
    {
        int? limit = call.Parameters.Number("MaxResults");
        if (limit is < Minimum)
            throw Ec2Refusals.InvalidValue("MaxResults", $"{limit}", $"Expecting a value greater than or equal to {Minimum}.");
        string? after = call.Parameters.Text("NextToken") is { } token ? Decode(token) : null;
        if (call.WantsEmptyPage) return _ => new Page<T>([], Encode(after ?? ""));
        return items => Cut(items, Math.Min(limit ?? Maximum, Maximum), after);
    }

    private static Page<T> Cut(IEnumerable<T> items, int limit, string? after)
    {
        List<T> rest = [.. items
            .Where(item => after is null || string.CompareOrdinal(item.Id, after) > 0)
            .OrderBy(item => item.Id, StringComparer.Ordinal)
            .Take(limit + 1)];
        if (rest.Count <= limit) return new Page<T>(rest, null);
        rest.RemoveAt(limit);
        return new Page<T>(rest, Encode(rest[^1].Id));
    }

    /// <summary>The mark before the id keeps the token of a list's start from being empty.</summary>
    private static string Encode(string id) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Mark + id));

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out int length) && length > 0 && bytes[0] == Mark) return Encoding.UTF8.GetString(bytes, 1, length - 1);
        throw Ec2Refusals.InvalidValue("NextToken", token, "Needed: the token of an earlier answer.");
    }
}
