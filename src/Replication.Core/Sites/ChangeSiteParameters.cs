namespace Replication.Core.Sites;

/// <param name="Settings">New values by name; null takes a setting back to its default. Settings that are not named stay.</param>
public sealed record ChangeSiteParameters(IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>The settings with these changes.</summary>
    public IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> present)
    {
        var changed = new Dictionary<string, string>(present);
        foreach ((string name, string? value) in Settings)
        {
            if (value is null) changed.Remove(name);
            else changed[name] = value;
        }

        return changed;
    }
}
