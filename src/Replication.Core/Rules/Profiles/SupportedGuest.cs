namespace Replication.Core.Rules.Profiles;

/// <summary>One line of a profile's list of guests that HotAdd converts.</summary>
/// <param name="Product">As <see cref="GuestOperatingSystem.Product"/> has it.</param>
/// <param name="Versions">
/// Exact ("2012 R2", "18.04"), any minor version of a major one ("7.x"), or a major version and above ("15+").
/// </param>
/// <param name="Rule">Id of the requirement (HOT-05).</param>
/// <param name="Source">Document and section.</param>
public sealed record SupportedGuest(string Product, IReadOnlyList<string> Versions, string Rule, string Source)
{
    // Not initialised: the compiler-made contracts set what a document leaves out to null.

    /// <summary>Null where the list names none; then every edition that is not in <see cref="ExceptEditions"/> is meant.</summary>
    public IReadOnlyList<string>? Editions { get; init; }

    public IReadOnlyList<string>? ExceptEditions { get; init; }

    /// <summary>Null where the list does not say; Windows is listed as 64-bit only.</summary>
    public int? Bits { get; init; }

    /// <summary>Culture names; null where any language is meant.</summary>
    public IReadOnlyList<string>? Languages { get; init; }
}
