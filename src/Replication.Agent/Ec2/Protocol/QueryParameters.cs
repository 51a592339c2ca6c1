using System.Globalization;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>
/// The parameters of a Query request, seen from one prefix: "Placement" is a <see cref="Group"/>, "VolumeId.1" an
/// element of <see cref="Texts"/>, "Filter.2.Name" lies in an element of <see cref="Groups"/>. What was read is
/// remembered, so that a parameter nobody reads is refused instead of being silently ignored.
/// </summary>
internal sealed class QueryParameters
{
    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly HashSet<string> _read;
    private readonly string _prefix;

    public QueryParameters(IReadOnlyDictionary<string, string> values)
        : this(values, new HashSet<string>(StringComparer.Ordinal), "")
    {
    }

    private QueryParameters(IReadOnlyDictionary<string, string> values, HashSet<string> read, string prefix)
    {
        _values = values;
        _read = read;
        _prefix = prefix;
    }

    /// <summary>The name as the client knows it, for messages.</summary>
    public string NameOf(string name) => _prefix + name;

    public string? Text(string name)
    {
        string full = _prefix + name;
        if (!_values.TryGetValue(full, out string? value)) return null;
        _read.Add(full);
        return value.Length == 0 ? null : value;
    }

    /// <summary>Whether the parameter is there, with whatever value.</summary>
    public bool IsPresent(string name)
    {
        _read.Add(_prefix + name);
        return _values.ContainsKey(_prefix + name);
    }

    public string Required(string name) => Text(name) ?? throw Ec2Refusals.Missing(NameOf(name));

    public int? Number(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum) return number;
        string range = maximum == int.MaxValue ? "Needed: a whole number." : $"Needed: a whole number from {minimum} to {maximum}.";
        throw Ec2Refusals.InvalidValue(NameOf(name), text, range);
    }

    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        { } text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        { } text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        { } text => throw Ec2Refusals.InvalidValue(NameOf(name), text, "Needed: true or false."),
    };

    /// <summary>One of a set of words, or null when the parameter is absent.</summary>
    public string? Choice(string name, params ReadOnlySpan<string> choices)
    {
        if (Text(name) is not { } text) return null;
        if (choices.Contains(text)) return text;
        throw Ec2Refusals.InvalidValue(NameOf(name), text, $"Needed: one of {string.Join(", ", choices.ToArray())}.");
    }

    /// <summary>Id of a resource, checked for its form.</summary>
    public string? Id(string name, ResourceKind kind) => Text(name) is { } id ? WellFormed(kind, id) : null;

    public string RequiredId(string name, ResourceKind kind) => WellFormed(kind, Required(name));

    public IReadOnlyList<string> Ids(string name, ResourceKind kind) => [.. Texts(name).Select(id => WellFormed(kind, id))];

    public IReadOnlyList<string> RequiredIds(string name, ResourceKind kind) =>
        Ids(name, kind) is { Count: > 0 } ids ? ids : throw Ec2Refusals.Missing(NameOf(name));

    /// <summary>The elements of a list of plain values, in order.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [.. Positions(name).Select(position => Text($"{name}.{position}")).OfType<string>()];

    /// <summary>The elements of a list of structures, in order.</summary>
    public IReadOnlyList<QueryParameters> Groups(string name) =>
        [.. Positions(name).Select(position => Group($"{name}.{position}"))];

    public QueryParameters Group(string name) => new(_values, _read, $"{_prefix}{name}.");

    public bool HasGroup(string name) => _values.Keys.Any(key => key.StartsWith($"{_prefix}{name}.", StringComparison.Ordinal));

    /// <summary>For parameters that have no effect on what this server does, such as monitoring.</summary>
    public void Disregard(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            foreach (string key in _values.Keys)
            {
                if (key == _prefix + name || key.StartsWith($"{_prefix}{name}.", StringComparison.Ordinal)) _read.Add(key);
            }
        }
    }

    /// <summary>The first parameter that nothing has read, or null.</summary>
    public string? FirstUnread() => _values.Keys.Where(key => !_read.Contains(key)).Order(StringComparer.Ordinal).FirstOrDefault();

    private static string WellFormed(ResourceKind kind, string id) => kind.IsWellFormed(id) ? id : throw Ec2Refusals.Malformed(kind, id);

    private IEnumerable<int> Positions(string name)
    {
        string start = $"{_prefix}{name}.";
        var positions = new SortedSet<int>();
        foreach (string key in _values.Keys)
        {
            if (!key.StartsWith(start, StringComparison.Ordinal)) continue;
            ReadOnlySpan<char> rest = key.AsSpan(start.Length);
            int dot = rest.IndexOf('.');
            if (dot >= 0) rest = rest[..dot];
            if (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int position)) positions.Add(position);
        }

        return positions;
    }
}
