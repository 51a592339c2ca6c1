namespace Replication.Core.Rules.Guests;

/// <summary>
/// One thing about a guest: known, with the place it was read from, or not known, with the reason. An unknown fact has no
/// value that a rule could mistake for an answer: <see cref="Value"/> of it throws.
/// </summary>
public sealed record Fact<T>
{
    private readonly T? _value;

    private Fact(bool known, T? value, string source)
    {
        IsKnown = known;
        _value = value;
        Source = source;
    }

    public bool IsKnown { get; }

    public T Value => IsKnown ? _value! : throw new InvalidOperationException($"The fact is not known: {Source}");

    /// <summary>Where the value was read ("SOFTWARE hive, ...", "/etc/fstab"), or why it is not known.</summary>
    public string Source { get; }

    public static Fact<T> Known(T value, string source) => new(true, value, source);

    public static Fact<T> Unknown(string reason) => new(false, default, reason);

    public override string ToString() => IsKnown ? $"{_value} ({Source})" : $"unknown: {Source}";
}
